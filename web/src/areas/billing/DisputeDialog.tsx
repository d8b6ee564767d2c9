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
  invoice: Schema<'Invoice'>;
  onClose: () => void;
}

export function DisputeDialog({ invoice: { id, number }, onClose }: Props) {
  const { t } = useT('billing');
  const today = useToday();
  const [since, setSince] = useState<string | null>(null);
  const dispute = useChange({
    run: (reason: string) =>
      body(
        api.PUT('/api/v1/invoices/{id}/dispute', {
          params: { path: { id } },
          body: { reason, disputed_on: since },
        }),
      ),
    touches: ['invoice'],
    done: t('dispute.done', { number }),
    undo: () => body(api.DELETE('/api/v1/invoices/{id}/dispute', { params: { path: { id } } })),
    onDone: onClose,
    fields: ['reason', 'disputed_on'],
  });
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('dispute.title', { number })}
      confirm={t('dispute.confirm')}
      reason="required"
      change={dispute}
      onConfirm={(reason) => void dispute.send(reason)}
    >
      <Stack gap="sm">
        {t('dispute.detail')}
        <DayInput
          label={t('dispute.since')}
          value={since ?? today}
          clearable={false}
          onChange={setSince}
          error={dispute.fieldErrors.disputed_on && sentence(dispute.fieldErrors.disputed_on)}
        />
      </Stack>
    </ConfirmDialog>
  );
}
