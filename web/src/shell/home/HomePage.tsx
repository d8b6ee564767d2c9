import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { Day } from '@/ui/Day';
import { Page, PageHeader } from '@/ui/Page';
import { useCan, useSession } from '../session';
import { Beginning } from './Beginning';
import { LiveFigures } from './LiveFigures';
import { Suggestions } from './Suggestions';

/** Where one begins: what waits, and what to try. */
export function HomePage() {
  const { t } = useT('shell');
  const can = useCan();
  const { user, company } = useSession();
  const clients = useRead(
    '/api/v1/clients',
    { query: { archived: true, limit: 1 } },
    { enabled: can('clients.read') },
  );
  const isEmpty = clients.data?.total === 0;
  return (
    <Page>
      <PageHeader
        title={t('home.hello', { name: user.name })}
        subtitle={
          <>
            {company.legal_name} · <Day value={company.today} style="long" />
          </>
        }
      />
      {isEmpty ? <Beginning /> : can('receivables.read') && <LiveFigures />}
      <Suggestions isEmpty={isEmpty} />
    </Page>
  );
}
