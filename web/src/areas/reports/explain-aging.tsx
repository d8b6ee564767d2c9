import type { QueryClient } from '@tanstack/react-query';
import { read } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { say } from '@/i18n';
import { ClientLink } from '@/ui/ClientLink';
import type { Explanation, Part } from '@/ui/ExplainAmount';
import { NOBODY } from '@/ui/UserPicker';
import { explainItems, type ItemsAsked } from './explain-items';
import { type AgingColumn, type Drill, spanOf } from './figures';
import { DrillLink } from './links';

type Row = Schema<'AgedRow'>;
type Query = Drill['query'];

export interface Asked {
  queries: QueryClient;
  query: Query;
  column: AgingColumn;
  /** The upper bounds of the buckets. */
  bounds: readonly number[];
  currency: string;
}

export const amountIn = (row: Row, column: AgingColumn): string =>
  column === 'open'
    ? row.open
    : column === 'not_due'
      ? row.not_due
      : (row.buckets[column] ?? '0.00');

/** The days past due of a column, as the list of open items asks for them. */
export function daysOf(column: AgingColumn, bounds: readonly number[]) {
  if (column === 'open') return {};
  if (column === 'not_due') return { days_until: 0 };
  const [days_from, days_until] = spanOf(column, bounds);
  return { days_from, ...(days_until === undefined ? {} : { days_until }) };
}

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
export function explainRow(asked: Asked, row: Row, by?: Drill['rows']): Explanation {
  if (row.client) return explainClient(asked, row.client);
  if (row.owner) return explainOwner(asked, row.owner);
  if (by === 'owner') return explainOwner(asked, NOBODY);
  return explainAging(asked);
}

/** What an amount of the aged balance is made of, as far as its query reaches. */
export function explainAging(asked: Asked): Explanation {
  if (asked.query.client) return explainClient(asked, asked.query.client);
  if (asked.query.owner) return explainOwner(asked, asked.query.owner);
  return {
    key: keyOf(asked, 'company'),
    parts: () => ownerParts(asked),
    list: explainItems(itemsOf(asked, {})).list,
  };
}

const keyOf = ({ query, column, bounds, currency }: Asked, of: string) => [
  'reports',
  'explain',
  of,
  query,
  column,
  bounds,
  currency,
];

async function ownerParts(asked: Asked): Promise<Part[]> {
  const rows = await rowsBy(asked, 'owner', {});
  return rows.map((row) => ({
    key: row.owner ?? NOBODY,
    label: (
      <DrillLink query={asked.query} to={{ owner: row.owner ?? NOBODY }}>
        {row.owner ? row.owner_name : say('reports:aging.nobody')}
      </DrillLink>
    ),
    amount: amountIn(row, asked.column),
    currency: row.currency,
    explain: explainOwner(asked, row.owner ?? NOBODY),
  }));
}

function explainOwner(asked: Asked, owner: string): Explanation {
  return {
    key: keyOf(asked, owner),
    list: explainItems(itemsOf(asked, { owner })).list,
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

const explainClient = (asked: Asked, client: string) =>
  explainItems(
    itemsOf(asked, { client, include_children: asked.query.include_children ? true : undefined }),
  );

function itemsOf(
  { queries, query, column, bounds, currency }: Asked,
  scope: ItemsAsked['query'],
): ItemsAsked {
  return {
    queries,
    inBase: query.in_base ?? false,
    amountCurrency: currency,
    query: {
      as_of: query.as_of,
      basis: query.basis,
      currency: query.in_base ? query.currency : currency,
      ...daysOf(column, bounds),
      ...scope,
    },
  };
}
