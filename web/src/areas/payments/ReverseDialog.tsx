import { useChange } from '@/api/change';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatMoney } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { reverseWriteOff } from './write-off';

interface Props {
  writeOff: Schema<'WriteOff'>;
  onClose: () => void;
}

/** Takes a booked write-off back. */
export function ReverseDialog({ writeOff, onClose }: Props) {
  const { t } = useT('payments');
  const amount = formatMoney(writeOff.amount, writeOff.currency, useLocale());
  const reversing = useChange({
    run: (reason: string) => reverseWriteOff(writeOff.id, reason),
    touches: ['write_off', 'open_item'],
    done: t('writeOffs.reversed', { amount }),
    onDone: onClose,
    fields: ['reason'],
  });
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('writeOffs.reverseTitle', { amount })}
      confirm={t('writeOffs.reverseConfirm')}
      reason="required"
      change={reversing}
      onConfirm={(reason) => void reversing.send(reason)}
    >
      {t('writeOffs.reverseDetail')}
    </ConfirmDialog>
  );
}
