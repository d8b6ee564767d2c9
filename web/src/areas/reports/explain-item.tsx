import type { QueryClient } from '@tanstack/react-query';
import { read } from '@/api/read';
import { say } from '@/i18n';
import { negated } from '@/lib/decimal';
import { Day } from '@/ui/Day';
import type { Explanation } from '@/ui/ExplainAmount';
import { linesOf } from './explain-entry';
import { CounterLink, EntryLink, ItemLink } from './links';
import classes from './reports.module.css';

interface How {
  /** All that is recorded where no day is said. */
  asOf?: string | undefined;
  /** Only the first so many steps. */
  steps?: number | undefined;
  inBase?: boolean;
  /** Counts the other way: what a client has is taken from what it owes. */
  isTurned?: boolean;
}

/** What is left of an item: what it was for, less what took from it up to the day. */
export function explainItem(
  queries: QueryClient,
  id: string,
  { asOf, steps, inBase = false, isTurned = false }: How = {},
): Explanation {
  const signed = (amount: string) => (isTurned ? negated(amount) : amount);
  return {
    key: ['open-items', 'explain-item', id, asOf, steps, inBase, isTurned],
    parts: async () => {
      const item = await queries.fetchQuery(
        read('/api/v1/open-items/{id}/history', { path: { id } }),
      );
      const currency = inBase ? item.base_currency : item.currency;
      const posted = {
        key: 'posted',
        label: <ItemLink kind={item.kind} id={item.id} number={item.number} />,
        hint: <Dated on={item.issued_on} entry={item.entry_no} />,
        amount: signed(inBase ? item.amount_in_base : item.amount),
        currency,
        ...linesOf(queries, item.entry_no, inBase),
      };
      const took = item.steps
        .slice(0, steps)
        .filter((step) => asOf === undefined || step.applied_on <= asOf)
        .map((step, index) => ({
          key: `${step.entry_no}-${index}`,
          label: (
            <span className={classes.step}>
              {say(`reports:step.${step.kind}`)} <CounterLink item={item} step={step} />
            </span>
          ),
          hint: <Dated on={step.applied_on} entry={step.entry_no} />,
          amount: signed(negated(inBase ? step.amount_in_base : step.amount)),
          currency,
          ...linesOf(queries, step.entry_no, inBase),
        }));
      return [posted, ...took];
    },
  };
}

function Dated({ on, entry }: { on: string; entry: number }) {
  return (
    <>
      <Day value={on} /> · <EntryLink no={entry} />
    </>
  );
}
