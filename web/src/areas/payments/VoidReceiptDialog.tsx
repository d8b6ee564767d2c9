import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { ConfirmDialog } from '@/ui/ConfirmDialog';

interface Props {
  receipt: Schema<'Receipt'>;
  onClose: () => void;
}

export const voidReceipt = (id: string, reason: string) =>
  body(api.POST('/api/v1/receipts/{id}/void', { params: { path: { id } }, body: { reason } }));

/** It was entered by mistake. */
export function VoidReceiptDialog({ receipt: { id, number }, onClose }: Props) {
  const { t } = useT('payments');
  const voiding = useChange({
    run: (reason: string) => voidReceipt(id, reason),
    touches: ['receipt', 'settlement'],
    done: t('voiding.done', { number }),
    onDone: onClose,
    fields: ['reason'],
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
      {t('voiding.detail')}
    </ConfirmDialog>
  );
}
