import type { QueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '@/api/read';
import { say } from '@/i18n';
import { negated } from '@/lib/decimal';
import { holds, sessionQuery } from '@/shell/session';
import { Day } from '@/ui/Day';
import type { Explanation } from '@/ui/ExplainAmount';
import { CounterLink, EntryLink, ItemLink } from './links';
import classes from './reports.module.css';

interface How {
  asOf: string;
  inBase: boolean;
  /** Counts the other way: what a client has is taken from what it owes. */
  isTurned?: boolean;
}

/** What is open of an item: what it was for, less what took from it up to the day. */
export function explainItem(
  queries: QueryClient,
  id: string,
  { asOf, inBase, isTurned = false }: How,
): Explanation {
  const signed = (amount: string) => (isTurned ? negated(amount) : amount);
  return {
    key: ['reports', 'explain-item', id, asOf, inBase, isTurned],
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
      const steps = item.steps
        .filter((step) => step.applied_on <= asOf)
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
      return [posted, ...steps];
    },
  };
}

/** The lines of the journal entry that posted it, for who may see the ledger. */
function linesOf(queries: QueryClient, no: number, inBase: boolean): { explain?: Explanation } {
  const session = queries.getQueryData(sessionQuery.queryKey);
  if (!session || !holds(session, 'ledger.read')) return {};
  const path = { path: { entry_no: no } };
  return {
    explain: {
      key: ['reports', 'explain-entry', no, inBase],
      parts: async () => {
        const entry = await queries.fetchQuery(read('/api/v1/journal-entries/{entry_no}', path));
        return entry.lines.map((line, at) => ({
          key: String(at),
          label: (
            <Link to={`/chart/${line.account_id}` as '/'} className="plain">
              <span className="numeric">{line.account_number}</span> {line.account_name}
            </Link>
          ),
          hint: say(`reports:item.${line.side}`),
          amount: inBase ? line.base_amount : line.amount,
          ...(inBase ? {} : { currency: line.currency }),
        }));
      },
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
