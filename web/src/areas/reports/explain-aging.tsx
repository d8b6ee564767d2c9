import type { QueryClient } from '@tanstack/react-query';
import { read } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { say } from '@/i18n';
import { ClientLink } from '@/ui/ClientLink';
import { Day } from '@/ui/Day';
import type { Explanation, Part } from '@/ui/ExplainAmount';
import { explainItem } from './explain-item';
import { type AgingColumn, columnOf, type Drill, daysBetween, negated } from './figures';
import { DrillLink, ItemLink } from './links';

type Row = Schema<'AgedRow'>;
type Query = Drill['query'];

/** As many items of a client as are listed under an amount. */
const ITEMS_MAX = 500;

export interface Asked {
  queries: QueryClient;
  query: Query;
  column: AgingColumn;
  currency: string;
}

export const amountIn = (row: Row, column: AgingColumn): string =>
  column === 'open'
    ? row.open
    : column === 'not_due'
      ? row.not_due
      : (row.buckets[column] ?? '0.00');

async function rowsBy(asked: Asked, by: 'owner' | 'client', scope: Query): Promise<Row[]> {
  const { queries, query } = asked;
  const answer = await queries.fetchQuery(
    read('/api/v1/reports/aging', { query: { ...query, ...scope, by } as never }),
  );
  return answer.rows.filter(
    (row) => row.currency === asked.currency && /[1-9]/.test(amountIn(row, asked.column)),
  );
}

/** What an amount of a row is made of: owners, then clients, then items, then what moved each. */
export function explainRow(asked: Asked, row: Row): Explanation {
  if (row.client) return explainClient(asked, row.client);
  if (row.owner) return explainOwner(asked, row.owner);
  if (asked.query.client) return explainClient(asked, asked.query.client);
  return { key: keyOf(asked, 'company'), parts: () => ownerParts(asked) };
}

const keyOf = ({ query, column, currency }: Asked, of: string) => [
  'reports',
  'explain',
  of,
  query,
  column,
  currency,
];

async function ownerParts(asked: Asked): Promise<Part[]> {
  const rows = await rowsBy(asked, 'owner', {});
  return rows.map((row) => ({
    key: row.owner ?? 'nobody',
    label: row.owner ? (
      <DrillLink query={asked.query} to={{ owner: row.owner }}>
        {row.owner_name}
      </DrillLink>
    ) : (
      say('reports:aging.nobody')
    ),
    amount: amountIn(row, asked.column),
    currency: row.currency,
    ...(row.owner ? { explain: explainOwner(asked, row.owner) } : {}),
  }));
}

function explainOwner(asked: Asked, owner: string): Explanation {
  return {
    key: keyOf(asked, owner),
    parts: async () => {
      const rows = await rowsBy(asked, 'client', { owner });
      return rows.map((row) => ({
        key: row.client ?? '',
        label: <ClientLink id={row.client ?? ''} name={row.client_name} />,
        hint: row.client_number,
        amount: amountIn(row, asked.column),
        currency: row.currency,
        explain: explainClient(asked, row.client ?? ''),
      }));
    },
  };
}

function explainClient(asked: Asked, client: string): Explanation {
  return { key: keyOf(asked, client), parts: () => itemParts(asked, client) };
}

async function itemParts(asked: Asked, client: string): Promise<Part[]> {
  const { query, queries } = asked;
  const own = { as_of: query.as_of, client, limit: ITEMS_MAX };
  const currency = query.in_base ? query.currency : asked.currency;
  const [items, aged] = await Promise.all([
    queries.fetchQuery(
      read('/api/v1/reports/open-items', {
        query: { ...own, currency, include_children: query.include_children } as never,
      }),
    ),
    // The bounds stand in the answer where nobody chose any.
    queries.fetchQuery(read('/api/v1/reports/aging', { query: { ...query, client } as never })),
  ]);
  return items.items
    .filter((item) => asked.column === 'open' || columnOfItem(item, aged) === asked.column)
    .map((item) => {
      const open = query.in_base ? item.open_in_base : item.open;
      return {
        key: item.id,
        label: <ItemLink kind={item.kind} id={item.id} number={item.number} />,
        hint: (
          <>
            {say('reports:item.due')} <Day value={item.due_on} />
          </>
        ),
        amount: item.kind === 'invoice' ? open : negated(open),
        currency: asked.currency,
        explain: explainItem(queries, item.id, {
          asOf: items.as_of,
          inBase: query.in_base ?? false,
        }),
      };
    });
}

function columnOfItem(item: Schema<'OpenItemRow'>, aged: Schema<'AgedBalance'>) {
  const days =
    aged.basis === 'issued' ? daysBetween(item.issued_on, aged.as_of) : item.days_past_due;
  return columnOf(days, aged.buckets);
}
