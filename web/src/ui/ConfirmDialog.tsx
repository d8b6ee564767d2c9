import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { UnknownOutcomeError } from '@/api/problem';
import { useT } from '@/i18n';
import { ProblemAlert } from './ProblemAlert';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, in a sentence. */
  children?: ReactNode;
  /** The button's own words: "Void the invoice". */
  confirm: string;
  danger?: boolean;
  /** Asks why; `required` lets nothing through without. */
  reason?: 'required' | 'optional';
  onConfirm: (reason: string) => void;
  pending?: boolean;
  problem?: unknown;
  /** Finds out what became of a try without an answer: `useChange().retry`. */
  retry?: () => unknown;
  /** As of `useChange().fieldErrors.reason`. */
  reasonError?: string | undefined;
}

/** Asks before an act that is not easily taken back, and why it is done. */
export function ConfirmDialog(props: Props) {
  const { t } = useT();
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    props.onConfirm(reason.trim());
  };
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          {props.children && (
            <Text size="sm" component="div">
              {props.children}
            </Text>
          )}
          {props.reason && (
            <Textarea
              label={t('reason')}
              description={t('reasonHint')}
              data-autofocus
              required={props.reason === 'required'}
              withAsterisk={false}
              autosize
              minRows={2}
              value={reason}
              error={props.reasonError}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          {props.problem !== undefined && (
            <ProblemAlert
              error={props.problem}
              retry={props.problem instanceof UnknownOutcomeError ? props.retry : undefined}
            />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              color={props.danger ? 'red.9' : undefined}
              loading={props.pending ?? false}
              data-autofocus={props.reason ? undefined : true}
            >
              {props.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
