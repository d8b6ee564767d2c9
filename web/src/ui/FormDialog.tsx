import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { Change } from '@/api/change';
import { useT } from '@/i18n';
import { GuardedModal } from './GuardedModal';
import { ProblemAlert } from './ProblemAlert';
import { isReadable } from './readable';

interface Props {
  title: string;
  /** The button's own words; "Save" where none are said. */
  submit?: string;
  /** There is nothing to send yet. */
  disabled?: boolean;
  change: Pick<Change<never, unknown>, 'pending' | 'problem' | 'retry' | 'isDone'>;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}

/** A small form over the page: Enter saves, Escape leaves it. */
export function FormDialog(props: Props) {
  const { t } = useT();
  const { title, submit, disabled, change, onClose, children } = props;
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation();
    if (isReadable(event.currentTarget)) props.onSubmit();
  };
  return (
    <GuardedModal title={title} onClose={onClose} isSaved={change.isDone}>
      {(close) => (
        <form onSubmit={send} noValidate>
          <Stack gap="md">
            {children}
            {change.problem && (
              <ProblemAlert error={change.problem} retry={() => void change.retry()} />
            )}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                {t('cancel')}
              </Button>
              <Button type="submit" loading={change.pending} disabled={disabled ?? false}>
                {submit ?? t('save')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </GuardedModal>
  );
}
