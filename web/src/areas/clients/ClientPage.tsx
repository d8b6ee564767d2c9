import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatDay } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useCan, useSession } from '@/shell/session';
import { useAsOf } from '@/ui/AsOfPicker';
import { Below } from '@/ui/Below';
import { ClientLink } from '@/ui/ClientLink';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemPage } from '@/ui/ProblemPage';
import { StatusBadge } from '@/ui/StatusBadge';
import { UrlTabs } from '@/ui/UrlTabs';
import { BalanceStrip } from './BalanceStrip';
import { ClientContacts } from './ClientContacts';
import { ClientOverview } from './ClientOverview';
import { ClientTools } from './ClientTools';
import { Family } from './Family';
import { RiskBadge } from './summary/RiskBadge';
import { Summary } from './summary/Summary';
import { useSummary } from './summary/useSummary';

const OpenItems = lazy(() =>
  import('../reports/ClientOpenItems').then((m) => ({ default: m.ClientOpenItems })),
);
const Receipts = lazy(() =>
  import('../payments/ClientReceipts').then((m) => ({ default: m.ClientReceipts })),
);
const Invoices = lazy(() =>
  import('../billing/ClientInvoices').then((m) => ({ default: m.ClientInvoices })),
);
const Ledger = lazy(() =>
  import('../ledger/ClientLedger').then((m) => ({ default: m.ClientLedger })),
);
const Changes = lazy(() => import('./ClientChanges').then((m) => ({ default: m.ClientChanges })));
const History = lazy(() =>
  import('../reports/ClientHistory').then((m) => ({ default: m.ClientHistory })),
);

/** A client's file: who it is and how it stands, and everything about it in tabs. */
export function ClientPage() {
  const { id } = useParams({ from: '/clients/$id' });
  const { t } = useT('clients');
  const can = useCan();
  const client = useRead('/api/v1/clients/{id}', { path: { id } }, { keep: false });
  const money = can('receivables.read');
  const { asOf, day } = useAsOf();
  const { company } = useSession();
  const locale = useLocale();
  // What the header shows of it is read here: how much room the header takes is known then.
  const balance = useRead(
    '/api/v1/clients/{id}/balance',
    { path: { id }, query: { as_of: asOf } },
    { keep: false, enabled: money },
  );
  // And beside it, not after: the risk stands in the header too.
  useSummary(id, money);
  if (client.error && !client.data) {
    return <ProblemPage error={client.error} retry={() => void client.refetch()} />;
  }
  const lazily = (content: ReactNode) => (
    <Suspense fallback={<Skeleton height={240} />}>{content}</Suspense>
  );
  const shown = money && balance.isPending ? undefined : client.data;
  const overview = client.data && <ClientOverview client={client.data} />;
  const tabs = [
    {
      id: 'overview',
      label: t('file.overview'),
      content: (
        <Stack gap="lg" data-client-file>
          <p data-print-only>
            {company.legal_name} · {t('ui:asOf.past', { day: formatDay(day, locale) })}
          </p>
          <ClientTools client={client.data} />
          {money ? (
            <Summary key={id} clientId={id} client={client.data}>
              {overview}
            </Summary>
          ) : (
            <>
              <Family clientId={id} client={client.data} />
              {overview}
            </>
          )}
        </Stack>
      ),
    },
    ...(money
      ? [
          {
            id: 'open-items',
            label: t('file.openItems'),
            content: lazily(<OpenItems clientId={id} />),
          },
          {
            id: 'receipts',
            label: t('file.receipts'),
            content: lazily(<Receipts clientId={id} />),
          },
          {
            id: 'documents',
            label: t('file.documents'),
            content: lazily(<Invoices clientId={id} />),
          },
        ]
      : []),
    { id: 'contacts', label: t('file.contacts'), content: <ClientContacts clientId={id} /> },
    ...(can('ledger.read')
      ? [{ id: 'ledger', label: t('file.ledger'), content: lazily(<Ledger clientId={id} />) }]
      : []),
    ...(money
      ? [{ id: 'history', label: t('file.history'), content: lazily(<History clientId={id} />) }]
      : []),
    ...(can('audit.read')
      ? [{ id: 'changes', label: t('changes.tab'), content: lazily(<Changes clientId={id} />) }]
      : []),
  ];
  return (
    <Page fill>
      <PageHeader
        title={shown ? (shown.trading_name ?? shown.legal_name) : ' '}
        aside={
          <>
            {shown && <StatusBadge kind="client" status={shown.status} />}
            {shown && money && <RiskBadge clientId={id} />}
          </>
        }
        subtitle={shown ? <Subtitle client={shown} /> : ' '}
        actions={shown && money && <BalanceStrip clientId={id} balance={balance.data} />}
      />
      <Below isPlaced={shown !== undefined}>
        <UrlTabs tabs={tabs} label={t('file.tabs')} />
      </Below>
    </Page>
  );
}

function Subtitle({ client }: { client: Schema<'Client'> }) {
  const { t } = useT('clients');
  return (
    <Group gap="md" style={{ rowGap: 2 }}>
      <span className="numeric">{client.number}</span>
      {client.trading_name && <span>{client.legal_name}</span>}
      {client.owner_name && <span>{t('file.owner', { name: client.owner_name })}</span>}
      {client.parent_id && (
        <Text span size="sm">
          {t('file.partOf')} <ClientLink id={client.parent_id} name={client.parent_name} />
        </Text>
      )}
    </Group>
  );
}
