import { Button, Group, Modal, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Change } from '@/api/change';
import { useT } from '@/i18n';
import { useLeaveGuard } from '@/ui/LeaveGuard';
import { ProblemAlert } from '@/ui/ProblemAlert';

interface Props {
  title: string;
  /** The button's own words; "Save" where none are said. */
  submit?: string;
  change: Pick<Change<never, unknown>, 'pending' | 'problem' | 'retry' | 'isDone'>;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}

/** A small form over the page: Enter saves, Escape leaves it. */
export function FormDialog({ title, submit, change, onClose, onSubmit, children }: Props) {
  const { t } = useT();
  const [isTyped, setTyped] = useState(false);
  const guard = useLeaveGuard(isTyped, change.isDone);
  const close = () => guard.close(onClose);
  const send = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onSubmit();
  };
  return (
    <Modal
      opened
      onClose={close}
      closeOnEscape={!guard.isAsking}
      title={title}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={send} onChange={() => setTyped(true)} noValidate>
        <Stack gap="md">
          {children}
          {change.problem && (
            <ProblemAlert error={change.problem} retry={() => void change.retry()} />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={change.pending}>
              {submit ?? t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
      {guard.dialog}
    </Modal>
  );
}
