import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { useToday } from '@/shell/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { DayInput } from '@/ui/DayInput';

interface Props {
  entry: Schema<'JournalEntry'>;
  onClose: () => void;
}

/** Takes an entry back by one with the sides swapped; both stay in the journal. */
export function ReverseDialog({ entry, onClose }: Props) {
  const { t } = useT('ledger');
  const go = useGo();
  const today = useToday();
  const [on, setOn] = useState<string | null>(today);
  const reverse = useChange({
    run: (input: Schema<'Reversal'>, { key }) =>
      body(
        api.POST('/api/v1/journal-entries/{entry_no}/reversal', {
          params: { path: { entry_no: entry.entry_no }, header: { 'Idempotency-Key': key } },
          body: input,
        }),
      ),
    touches: ['journal_entry'],
    done: (after) => t('entry.reversed', { no: entry.entry_no, by: after.entry_no }),
    onDone: (after) => {
      onClose();
      go(`/journal/${after.entry_no}`);
    },
    fields: ['reason', 'on'],
  });
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('entry.reverseTitle', { no: entry.entry_no })}
      confirm={t('entry.reverse')}
      reason="required"
      change={reverse}
      onConfirm={(reason) => void reverse.send({ on, reason })}
    >
      <Stack gap="sm">
        <Text size="sm">{t('entry.reverseHint')}</Text>
        <DayInput
          label={t('entry.reverseOn')}
          value={on}
          clearable={false}
          onChange={setOn}
          error={reverse.fieldErrors.on}
        />
      </Stack>
    </ConfirmDialog>
  );
}
