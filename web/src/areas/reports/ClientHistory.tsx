import { Button, Group, Select } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo, useRef } from 'react';
import { readList, useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { shifted } from '@/lib/day';
import { useGo, useSearchWords } from '@/lib/go';
import { useToday } from '@/shell/session';
import { Day } from '@/ui/Day';
import { DayInput } from '@/ui/DayInput';
import { EmptyState } from '@/ui/EmptyState';
import { ExplainAmount } from '@/ui/ExplainAmount';
import type { Column } from '@/ui/list/definition';
import { ListGrid } from '@/ui/list/ListGrid';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { explainOwed } from './explain-client';
import { type Before, beforeIn, explainBalanceAfter, explainMoved } from './explain-movement';
import { EntryLink } from './links';
import { isInternal, MovementDocument, sourceWord } from './movement';
import { PostedAmount } from './PostedAmount';
import { ReportFiles } from './ReportFiles';
import classes from './reports.module.css';

type Movement = Schema<'Movement'>;

const keyOf = (row: Movement) => `${row.entry_no}.${row.currency}`;

/** A client's account: what moved it, with what was owed after each movement. */
export function ClientHistory({ clientId }: { clientId: string }) {
  const { t } = useT('reports');
  const go = useGo();
  const [words] = useSearchWords();
  const query = { from: words.from, until: words.until, currency: words.currency };
  const pages = useInfiniteQuery({
    ...readList('/api/v1/clients/{id}/history', query, { id: clientId }),
    placeholderData: (before) => before,
  });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const columns = useColumns(useBeforeOf(clientId, pages.data?.pages));
  const first = pages.data?.pages[0];
  const total = pages.data?.pages.at(-1)?.total;
  if (pages.error && !pages.data) {
    return <ProblemAlert error={pages.error} retry={() => void pages.refetch()} />;
  }
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 10, height: '100%' }}>
      <Tools clientId={clientId} />
      <Ends clientId={clientId} first={first} />
      {total === 0 ? (
        <EmptyState title={t('account.empty')} hint={t('account.emptyHint')} />
      ) : (
        <ListGrid
          name={t('account.title')}
          columns={columns}
          rows={rows}
          total={total}
          sort={undefined}
          onSort={() => undefined}
          rowKey={keyOf}
          rowName={(row) => row.narrative}
          onOpen={(row) => go(`/journal/${row.entry_no}`)}
          hasMore={pages.hasNextPage}
          isReading={pages.isFetchingNextPage}
          readMore={() => void pages.fetchNextPage()}
          isStale={pages.isPlaceholderData}
        />
      )}
    </div>
  );
}

function Tools({ clientId }: { clientId: string }) {
  const { t } = useT('reports');
  const [words, change] = useSearchWords();
  const today = useToday();
  const balance = useRead('/api/v1/clients/{id}/balance', { path: { id: clientId }, query: {} });
  const currencies = [
    ...new Set([
      ...(balance.data?.currencies.map(({ own }) => own.currency) ?? []),
      ...(balance.data ? [balance.data.currency] : []),
      ...(words.currency ? [words.currency] : []),
    ]),
  ];
  const query = { from: words.from, until: words.until, currency: words.currency };
  return (
    <Group gap="xs" align="flex-end">
      <DayInput
        size="xs"
        w={145}
        label={t('account.from')}
        placeholder={t('account.beginning')}
        clearButtonProps={{ 'aria-label': t('ui:clear') }}
        whole
        value={words.from ?? null}
        onChange={(day) => change({ from: day ?? undefined })}
      />
      <DayInput
        size="xs"
        w={145}
        label={t('account.until')}
        clearable={words.until !== undefined}
        clearButtonProps={{ 'aria-label': t('ui:clear') }}
        whole
        value={words.until ?? today}
        onChange={(day) => change({ until: day && day !== today ? day : undefined })}
      />
      <Select
        size="xs"
        w={120}
        label={t('items.currency')}
        placeholder={t('ui:all')}
        clearable
        clearButtonProps={{ 'aria-label': t('ui:clear') }}
        value={words.currency ?? null}
        onChange={(currency) => change({ currency: currency ?? undefined })}
        data={currencies}
      />
      <Group gap="xs" ml="auto">
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden />}
          component={Link}
          to={`/clients/${clientId}/statement` as '/'}
          search={query as never}
        >
          {t('account.print')}
        </Button>
        <ReportFiles
          path={`/api/v1/clients/${clientId}/history`}
          query={query}
          name="account-statement"
        />
      </Group>
    </Group>
  );
}

interface EndsProps {
  clientId: string;
  first: Schema<'ClientHistory'> | undefined;
}

/** What was owed before the first day and at the end of the last. */
function Ends({ clientId, first }: EndsProps) {
  const { t } = useT('reports');
  const [words] = useSearchWords();
  return (
    <Group gap="xl" mih={20}>
      {words.from && (
        <Sums
          name="opening"
          clientId={clientId}
          sums={first?.opening}
          asOf={first?.from ? shifted(first.from, -1) : undefined}
        >
          {t('account.openingOn')} <Day value={first?.from} />
        </Sums>
      )}
      <Sums name="closing" clientId={clientId} sums={first?.closing} asOf={first?.until}>
        {t('account.closingOn')} <Day value={first?.until} />
      </Sums>
    </Group>
  );
}

interface SumsProps {
  name: string;
  clientId: string;
  asOf: string | undefined;
  sums: readonly Schema<'Owed'>[] | undefined;
  children: ReactNode;
}

function Sums({ name, clientId, asOf, sums, children }: SumsProps) {
  const { t } = useT('reports');
  const queries = useQueryClient();
  return (
    <Group gap="xs">
      <span className={classes.quiet}>{children}</span>
      {sums?.length === 0 && <span>{t('account.nothing')}</span>}
      {sums?.map((owed) => (
        <strong key={owed.currency}>
          <ExplainAmount
            quiet
            id={`${name}.${owed.currency}`}
            amount={owed.balance}
            currency={owed.currency}
            explanation={explainOwed({ queries, client: clientId, asOf }, owed.currency)}
          />
        </strong>
      ))}
    </Group>
  );
}

/** What came before a movement, by all that is read when somebody asks. */
function useBeforeOf(clientId: string, pages: readonly Schema<'ClientHistory'>[] = []) {
  const queries = useQueryClient();
  const latest = useRef(beforeIn(queries, clientId, pages));
  latest.current = beforeIn(queries, clientId, pages);
  return useCallback((movement: Movement) => latest.current(movement), []);
}

function useColumns(beforeOf: (movement: Movement) => Before): readonly Column<Movement>[] {
  const { t } = useT('reports');
  const queries = useQueryClient();
  return useMemo(
    () => [
      {
        id: 'day',
        header: t('account.day'),
        width: 110,
        cell: (row) => <Day value={row.effective_on} />,
      },
      {
        id: 'what',
        header: t('account.what'),
        width: 115,
        cell: (row) => <span>{sourceWord(row.source, t)}</span>,
      },
      {
        id: 'document',
        header: t('account.document'),
        width: 110,
        cell: (row) => <MovementDocument movement={row} />,
      },
      {
        id: 'narrative',
        header: t('account.narrative'),
        width: 220,
        cell: (row) => (
          <span title={row.reason ?? undefined}>
            {row.narrative}
            {row.reason && <span className={classes.quiet}> · {row.reason}</span>}
          </span>
        ),
      },
      {
        id: 'entry',
        header: t('account.entry'),
        width: 95,
        cell: (row) => <EntryLink no={row.entry_no} />,
      },
      { id: 'currency', header: t('items.currency'), width: 82, cell: (row) => row.currency },
      {
        id: 'amount',
        header: t('statement.amount'),
        width: 115,
        align: 'end',
        cell: (row) =>
          !isInternal(row) && (
            <ExplainAmount
              inList
              id={`moved.${keyOf(row)}`}
              amount={row.amount}
              explanation={explainMoved(queries, row)}
            />
          ),
      },
      {
        id: 'receivable',
        header: t('account.receivable'),
        width: 105,
        align: 'end',
        cell: (row) => <PostedAmount inList amount={row.receivable} entryNo={row.entry_no} />,
      },
      {
        id: 'unapplied',
        header: t('account.unapplied'),
        width: 105,
        align: 'end',
        cell: (row) => <PostedAmount inList amount={row.unapplied} entryNo={row.entry_no} />,
      },
      {
        id: 'balance',
        header: t('account.balance'),
        width: 120,
        align: 'end',
        cell: (row) => (
          <strong>
            <ExplainAmount
              inList
              id={`owed.${keyOf(row)}`}
              amount={row.balance}
              explanation={explainBalanceAfter({ queries, beforeOf }, row)}
            />
          </strong>
        ),
      },
    ],
    [t, queries, beforeOf],
  );
}
