import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useToday } from '@/shell/session';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { DayInput } from '@/ui/DayInput';
import { sentence } from '@/ui/problem-text';

interface Props {
  receipt: Schema<'Receipt'>;
  onClose: () => void;
}

/** The bank took the money back. */
export function BounceDialog({ receipt: { id, number }, onClose }: Props) {
  const { t } = useT('payments');
  const today = useToday();
  const [on, setOn] = useState<string | null>(null);
  const bouncing = useChange({
    run: (reason: string) =>
      body(
        api.POST('/api/v1/receipts/{id}/bounce', {
          params: { path: { id } },
          body: { reason, on },
        }),
      ),
    touches: ['receipt', 'settlement'],
    done: t('bounce.done', { number }),
    onDone: onClose,
    fields: ['reason', 'on'],
  });
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('bounce.title', { number })}
      confirm={t('bounce.confirm')}
      danger
      reason="required"
      change={bouncing}
      onConfirm={(reason) => void bouncing.send(reason)}
    >
      <Stack gap="sm">
        {t('bounce.detail')}
        <DayInput
          label={t('bounce.on')}
          value={on ?? today}
          clearable={false}
          onChange={setOn}
          error={bouncing.fieldErrors.on && sentence(bouncing.fieldErrors.on)}
        />
      </Stack>
    </ConfirmDialog>
  );
}
