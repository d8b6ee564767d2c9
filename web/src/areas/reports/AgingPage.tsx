import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { isProblem, messageAtField } from '@/api/problem';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { useSession } from '@/shell/session';
import { AsOfPicker } from '@/ui/AsOfPicker';
import { Below } from '@/ui/Below';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useUserNames } from '@/ui/UserPicker';
import { AgingChart } from './AgingChart';
import { AgingCrumbs } from './AgingCrumbs';
import { AgingTable } from './AgingTable';
import { AgingTools } from './AgingTools';
import { ClientAgingItems } from './ClientAgingItems';
import { drillOf } from './figures';
import { ItemPanel } from './ItemPanel';
import { ReportFiles } from './ReportFiles';

/** The aged balance: of the company, an owner's clients, a client, down to what moved each item. */
export function AgingPage() {
  const { t } = useT('reports');
  const [words] = useSearchWords();
  const { company } = useSession();
  const drill = useMemo(() => drillOf(words), [words]);
  const isClient = drill.level === 'client';
  const rowsQuery = { ...drill.query, by: drill.rows };
  const rows = useRead('/api/v1/reports/aging', { query: rowsQuery as never });
  const totals = useRead('/api/v1/reports/aging', {
    query: { ...drill.query, by: drill.totals } as never,
  });
  // Bars of several currencies say nothing beside each other: the chart is in base currency.
  const drawn = useRead('/api/v1/reports/aging', {
    query: { ...rowsQuery, in_base: true } as never,
  });
  const badBuckets =
    isProblem(rows.error) && rows.error.field === 'buckets'
      ? messageAtField(rows.error)
      : undefined;
  // Its name stands above the tools and may take a line more; how wide they are, the buckets say.
  const { client } = drill.query;
  const named = useRead(
    '/api/v1/clients/{id}',
    { path: { id: client ?? '' } },
    { keep: false, enabled: client !== undefined, staleTime: 5 * 60_000 },
  );
  const isPlaced = !rows.isPending && (client === undefined || !named.isPending);
  const users = useUserNames();
  const owner =
    totals.data?.rows.find((row) => row.owner === words.owner)?.owner_name ??
    users.find((user) => user.id === words.owner)?.name;
  return (
    <Page fill>
      <PageHeader
        title={t('aging.title')}
        subtitle={<AgingCrumbs drill={drill} ownerId={words.owner} ownerName={owner} />}
        actions={
          <>
            <AsOfPicker />
            <ReportFiles path="/api/v1/reports/aging" query={rowsQuery} name="aged-balance" />
          </>
        }
      />
      <Below isPlaced={isPlaced}>
        <AgingTools drill={drill} bounds={rows.data?.buckets} boundsError={badBuckets} />
        {rows.error && !badBuckets ? (
          <ProblemAlert error={rows.error} retry={() => void rows.refetch()} />
        ) : rows.data && totals.data && drawn.data ? (
          <>
            <AgingChart
              answer={drawn.data}
              drill={drill}
              currency={company.base_currency}
              isStale={drawn.isPlaceholderData}
            />
            {isClient ? (
              <ClientAgingItems drill={drill} totals={totals.data} />
            ) : (
              <AgingTable
                drill={drill}
                answer={rows.data}
                totals={totals.data}
                isStale={rows.isPlaceholderData}
              />
            )}
          </>
        ) : (
          !badBuckets && (
            <>
              <Skeleton height={220} />
              <Skeleton height={300} />
            </>
          )
        )}
      </Below>
      <ItemPanel />
    </Page>
  );
}
