import type { QueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '@/api/read';
import { say } from '@/i18n';
import { negated } from '@/lib/decimal';
import { Day } from '@/ui/Day';
import type { Explanation, Part } from '@/ui/ExplainAmount';
import { explainItem } from './explain-item';
import { ItemLink } from './links';

/** As many items as are shown under an amount; more are in the list. */
const ITEMS_MAX = 500;

export interface ItemsAsked {
  queries: QueryClient;
  query: {
    as_of?: string | undefined;
    client?: string | undefined;
    include_children?: boolean | undefined;
    owner?: string | undefined;
    kind?: 'invoice' | 'credit_note' | 'receipt' | undefined;
    currency?: string | undefined;
    basis?: 'due' | 'issued' | undefined;
    days_from?: number | undefined;
    days_until?: number | undefined;
  };
  inBase: boolean;
  /** What is owed to the client counts up, as in the money that it has on account. */
  isOwn?: boolean;
  /** The currency of the explained amount. */
  amountCurrency: string;
}

/** An amount by the open items that it is the sum of: what is owed to the client is below nought. */
export function explainItems(asked: ItemsAsked): Explanation {
  return {
    key: ['reports', 'explain-items', asked.query, asked.inBase, asked.amountCurrency],
    parts: () => itemParts(asked),
    list: <ItemsLink query={asked.query} />,
  };
}

function ItemsLink({ query }: Pick<ItemsAsked, 'query'>) {
  const search = Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      value === undefined ? undefined : String(value),
    ]),
  );
  return (
    <Link to="/open-items" search={search} className="plain">
      {say('reports:items.asList')}
    </Link>
  );
}

async function itemParts({
  queries,
  query,
  inBase,
  isOwn = false,
  amountCurrency,
}: ItemsAsked): Promise<Part[]> {
  const list = await queries.fetchQuery(
    read('/api/v1/reports/open-items', { query: { ...query, limit: ITEMS_MAX } as never }),
  );
  return list.items.map((item) => {
    const isTurned = (item.kind === 'invoice') === isOwn;
    const open = inBase ? item.open_in_base : item.open;
    return {
      key: item.id,
      label: <ItemLink kind={item.kind} id={item.id} number={item.number} />,
      hint: (
        <>
          {say('reports:item.due')} <Day value={item.due_on} />
        </>
      ),
      amount: isTurned ? negated(open) : open,
      currency: amountCurrency,
      explain: explainItem(queries, item.id, { asOf: list.as_of, inBase, isTurned }),
    };
  });
}
