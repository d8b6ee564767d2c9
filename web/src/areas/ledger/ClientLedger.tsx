import { useT } from '@/i18n';
import { Journal } from './Journal';

/** What was posted for a client: every entry with a line that concerns it. */
export function ClientLedger({ clientId }: { clientId: string }) {
  const { t } = useT('ledger');
  return (
    <Journal
      list="client-journal"
      title={t('journal.title')}
      embedded
      fixed={{ client: clientId }}
      by={['account']}
    />
  );
}
