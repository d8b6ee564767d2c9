import { Button, Group, Select } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { readList, useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo, useSearchWords } from '@/lib/go';
import { useToday } from '@/shell/session';
import { Day } from '@/ui/Day';
import { DayInput } from '@/ui/DayInput';
import { EmptyState } from '@/ui/EmptyState';
import type { Column } from '@/ui/list/definition';
import { ListGrid } from '@/ui/list/ListGrid';
import { Money } from '@/ui/Money';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { EntryLink } from './links';
import { isInternal, MovementDocument, sourceWord } from './movement';
import { ReportFiles } from './ReportFiles';
import classes from './reports.module.css';

type Movement = Schema<'Movement'>;

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
  const columns = useColumns();
  const first = pages.data?.pages[0];
  const total = pages.data?.pages.at(-1)?.total;
  if (pages.error && !pages.data) {
    return <ProblemAlert error={pages.error} retry={() => void pages.refetch()} />;
  }
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 10, height: '100%' }}>
      <Tools clientId={clientId} />
      <Ends first={first} />
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
          rowKey={(row) => `${row.entry_no} ${row.currency}`}
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
        value={words.from ?? null}
        onChange={(day) => change({ from: day ?? undefined })}
      />
      <DayInput
        size="xs"
        w={145}
        label={t('account.until')}
        clearable={words.until !== undefined}
        clearButtonProps={{ 'aria-label': t('ui:clear') }}
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

/** What was owed before the first day and at the end of the last. */
function Ends({ first }: { first: Schema<'ClientHistory'> | undefined }) {
  const { t } = useT('reports');
  const [words] = useSearchWords();
  return (
    <Group gap="xl" mih={20}>
      {words.from && (
        <Sums sums={first?.opening}>
          {t('account.openingOn')} <Day value={first?.from} />
        </Sums>
      )}
      <Sums sums={first?.closing}>
        {t('account.closingOn')} <Day value={first?.until} />
      </Sums>
    </Group>
  );
}

interface SumsProps {
  sums: readonly Schema<'Owed'>[] | undefined;
  children: ReactNode;
}

function Sums({ sums, children }: SumsProps) {
  const { t } = useT('reports');
  return (
    <Group gap="xs">
      <span className={classes.quiet}>{children}</span>
      {sums?.length === 0 && <span>{t('account.nothing')}</span>}
      {sums?.map((owed) => (
        <strong key={owed.currency}>
          <Money amount={owed.balance} currency={owed.currency} />
        </strong>
      ))}
    </Group>
  );
}

function useColumns(): readonly Column<Movement>[] {
  const { t } = useT('reports');
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
        cell: (row) => !isInternal(row) && <Money amount={row.amount} />,
      },
      {
        id: 'receivable',
        header: t('account.receivable'),
        width: 105,
        align: 'end',
        cell: (row) => <Money amount={row.receivable} />,
      },
      {
        id: 'unapplied',
        header: t('account.unapplied'),
        width: 105,
        align: 'end',
        cell: (row) => <Money amount={row.unapplied} />,
      },
      {
        id: 'balance',
        header: t('account.balance'),
        width: 120,
        align: 'end',
        cell: (row) => (
          <strong>
            <Money amount={row.balance} />
          </strong>
        ),
      },
    ],
    [t],
  );
}
