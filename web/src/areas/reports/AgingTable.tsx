import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { EmptyState } from '@/ui/EmptyState';
import { ExplainAmount } from '@/ui/ExplainAmount';
import type { Column } from '@/ui/list/definition';
import { ListGrid } from '@/ui/list/ListGrid';
import { NOBODY } from '@/ui/UserPicker';
import { sortedLines } from './aging-sort';
import { columnWords } from './bucket-words';
import { amountIn, explainRow } from './explain-aging';
import type { AgingColumn, Drill } from './figures';
import { DrillLink } from './links';
import classes from './reports.module.css';

type Answer = Schema<'AgedBalance'>;

/** A row of the table: one of the server's, or one of its totals. */
export interface AgingLine {
  row: Schema<'AgedRow'>;
  isTotal: boolean;
}

interface Props {
  drill: Drill;
  answer: Answer;
  totals: Answer;
  isStale: boolean;
}

/** Names an amount in the address. */
const amountId = (row: AgingLine['row'], isTotal: boolean, column: AgingColumn) =>
  [keyOf({ row, isTotal }), column].join(' ').replaceAll(' ', '.');

const keyOf = ({ row, isTotal }: AgingLine) =>
  [isTotal ? 'total' : (row.client ?? row.owner ?? 'nobody'), row.currency].join(' ');

/** Who owes how much for how long, the totals first; every name leads deeper, every amount explains itself. */
export function AgingTable({ drill, answer, totals, isStale }: Props) {
  const { t } = useT('reports');
  const [words, change] = useSearchWords();
  const columns = useColumns(drill, answer.buckets);
  const lines = useMemo(
    () => [
      ...totals.rows.map((row) => ({ row, isTotal: true })),
      ...sortedLines(
        answer.rows.map((row) => ({ row, isTotal: false })),
        words.sort,
      ),
    ],
    [answer, totals, words.sort],
  );
  const open = ({ row, isTotal }: AgingLine) => {
    if (isTotal) return;
    if (row.client) change({ client: row.client, sort: undefined }, { replace: false });
    else change({ owner: row.owner ?? NOBODY, sort: undefined }, { replace: false });
  };
  if (totals.rows.length === 0) {
    return <EmptyState title={t('aging.empty')} hint={t('aging.emptyHint')} />;
  }
  return (
    <ListGrid
      name={t('aging.title')}
      columns={columns}
      rows={lines}
      total={lines.length}
      sort={words.sort}
      onSort={(sort) => change({ sort })}
      rowKey={keyOf}
      rowName={({ row, isTotal }) =>
        isTotal ? t('aging.total') : (row.client_name ?? row.owner_name ?? t('aging.nobody'))
      }
      onOpen={open}
      hasMore={false}
      isReading={false}
      readMore={() => undefined}
      isStale={isStale}
    />
  );
}

function useColumns(drill: Drill, bounds: readonly number[]): readonly Column<AgingLine>[] {
  const { t } = useT('reports');
  const queries = useQueryClient();
  return useMemo(() => {
    const amounts: AgingColumn[] = ['open', 'not_due', ...bounds.map((_, at) => at), bounds.length];
    const { query } = drill;
    return [
      {
        id: 'name',
        header: t(drill.rows === 'client' ? 'aging.client' : 'aging.owner'),
        sort: 'name',
        width: 190,
        cell: (line) => <Name line={line} drill={drill} />,
      },
      {
        id: 'open_items',
        header: t('aging.items'),
        sort: 'items',
        width: 60,
        align: 'end',
        cell: ({ row }) => row.open_items,
      },
      { id: 'currency', header: t('aging.currency'), width: 82, cell: ({ row }) => row.currency },
      ...amounts.map(
        (column): Column<AgingLine> => ({
          id: String(column),
          header: columnWords(column, bounds, t),
          sort: String(column),
          width: 116,
          align: 'end',
          cell: ({ row, isTotal }) => (
            <span className={isTotal ? classes.total : undefined}>
              <ExplainAmount
                amount={amountIn(row, column)}
                id={amountId(row, isTotal, column)}
                explanation={explainRow(
                  { queries, query, column, bounds, currency: row.currency },
                  row,
                  isTotal ? undefined : drill.rows,
                )}
              />
            </span>
          ),
        }),
      ),
    ];
  }, [t, queries, drill, bounds]);
}

function Name({ line: { row, isTotal }, drill }: { line: AgingLine; drill: Drill }) {
  const { t } = useT('reports');
  if (isTotal) return <strong>{row.owner_name ?? t('aging.total')}</strong>;
  if (row.client) {
    return (
      <span>
        <DrillLink query={drill.query} to={{ client: row.client }}>
          {row.client_name}
        </DrillLink>{' '}
        <span className={classes.quiet}>{row.client_number}</span>
      </span>
    );
  }
  return (
    <DrillLink query={drill.query} to={{ owner: row.owner ?? NOBODY }}>
      {row.owner ? row.owner_name : t('aging.nobody')}
    </DrillLink>
  );
}
