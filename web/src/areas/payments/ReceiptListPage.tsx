import { useT } from '@/i18n';
import { EmptyState } from '@/ui/EmptyState';
import { ReceiptList } from './ReceiptList';
import { TakeButton } from './TakeButton';

/** Every receipt in reach. */
export function ReceiptListPage() {
  const { t } = useT('payments');
  return (
    <ReceiptList
      list="receipts"
      actions={<TakeButton />}
      empty={
        <EmptyState title={t('list.empty')} hint={t('list.emptyHint')}>
          <TakeButton />
        </EmptyState>
      }
    />
  );
}
