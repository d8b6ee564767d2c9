import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Change } from '@/api/change';
import { UnknownOutcomeError } from '@/api/problem';
import { useT } from '@/i18n';
import { ProblemAlert } from './ProblemAlert';

export interface Question {
  /** What will happen, in a sentence. */
  children?: ReactNode;
  /** The button's own words: "Void the invoice". */
  confirm: string;
  danger?: boolean;
  /** Asks why; `required` lets nothing through without. */
  reason?: 'required' | 'optional';
  /** What is done then: how it goes is told here. */
  change?: Pick<Change<never, unknown>, 'pending' | 'problem' | 'retry' | 'isDone' | 'fieldErrors'>;
  onConfirm: (reason: string) => void;
}

/** What a dialog asks before an act: the question, why, and the buttons. */
export function ConfirmForm(props: Question & { onCancel: () => void }) {
  const { t } = useT();
  const { change } = props;
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    props.onConfirm(reason.trim());
  };
  return (
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
            error={change?.fieldErrors.reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {change?.problem && (
          <ProblemAlert
            error={change.problem}
            retry={change.problem instanceof UnknownOutcomeError ? change.retry : undefined}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onCancel}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            color={props.danger ? 'red.9' : undefined}
            loading={change?.pending ?? false}
            data-autofocus={props.reason ? undefined : true}
          >
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
