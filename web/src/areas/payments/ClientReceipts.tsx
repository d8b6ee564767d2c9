import { useT } from '@/i18n';
import { EmptyState } from '@/ui/EmptyState';
import { ReceiptList } from './ReceiptList';
import { TakeButton } from './TakeButton';

/** What a client paid, in its file. */
export function ClientReceipts({ clientId }: { clientId: string }) {
  const { t } = useT('payments');
  return (
    <ReceiptList
      list="client-receipts"
      embedded
      ofClient
      fixed={{ client: clientId }}
      empty={
        <EmptyState title={t('list.emptyClient')} hint={t('list.emptyClientHint')}>
          <TakeButton client={clientId} />
        </EmptyState>
      }
    />
  );
}
