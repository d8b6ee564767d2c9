import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useToday } from '@/shell/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { DayInput } from '@/ui/DayInput';
import { sentence } from '@/ui/problem-text';
import { voidDocument } from './draft';

interface Props {
  invoice: Schema<'Invoice'>;
  onClose: () => void;
}

export function VoidDialog({ invoice, onClose }: Props) {
  const { t } = useT('billing');
  const today = useToday();
  const [on, setOn] = useState<string | null>(null);
  const { id, number } = invoice;
  const voiding = useChange({
    run: (reason: string) => voidDocument(id, reason, on),
    touches: ['invoice', 'open_item'],
    done: t('voiding.done', { number }),
    onDone: onClose,
    fields: ['reason', 'on'],
  });
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('voiding.title', { number })}
      confirm={t('voiding.confirm')}
      danger
      reason="required"
      change={voiding}
      onConfirm={(reason) => void voiding.send(reason)}
    >
      <Stack gap="sm">
        {t('voiding.detail')}
        <DayInput
          label={t('voiding.on')}
          value={on ?? today}
          clearable={false}
          onChange={setOn}
          error={voiding.fieldErrors.on && sentence(voiding.fieldErrors.on)}
        />
      </Stack>
    </ConfirmDialog>
  );
}
