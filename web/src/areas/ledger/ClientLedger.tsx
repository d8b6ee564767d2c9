import { useT } from '@/i18n';
import { EmptyState } from '@/ui/EmptyState';

export function ClientLedger(_: { clientId: string }) {
  const { t } = useT();
  return <EmptyState title={t('list.empty')} />;
}
