import { useT } from '@/i18n';
import { EmptyState } from '@/ui/EmptyState';

export function ClientReceipts(_: { clientId: string }) {
  const { t } = useT();
  return <EmptyState title={t('list.empty')} />;
}
