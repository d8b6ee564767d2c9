import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { Change } from '@/api/change';
import { useT } from '@/i18n';
import { ProblemAlert } from '@/ui/ProblemAlert';

interface Props {
  title: string;
  /** The button's own words; "Save" where none are said. */
  submit?: string;
  change: Pick<Change<never, unknown>, 'pending' | 'problem' | 'retry'>;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}

/** A small form over the page: Enter saves, Escape leaves it. */
export function FormDialog({ title, submit, change, onClose, onSubmit, children }: Props) {
  const { t } = useT();
  const send = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={send} noValidate>
        <Stack gap="md">
          {children}
          {change.problem && (
            <ProblemAlert error={change.problem} retry={() => void change.retry()} />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={change.pending}>
              {submit ?? t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
