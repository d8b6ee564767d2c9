import type { QueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/schemas';
import { say } from '@/i18n';
import { shifted } from '@/lib/day';
import { isZero } from '@/lib/format';
import { Day } from '@/ui/Day';
import type { Explanation, Part } from '@/ui/ExplainAmount';
import { explainOwed } from './explain-client';
import { linesOf } from './explain-entry';
import { EntryLink } from './links';
import { isInternal } from './movement';

type Movement = Schema<'Movement'>;

/** What is known of what came before: the movement before in its currency, else what was owed at the beginning. */
export interface Before {
  movement?: Movement | undefined;
  opening?: { amount: string; explain: Explanation } | undefined;
}

interface Asked {
  queries: QueryClient;
  beforeOf: (movement: Movement) => Before;
}

/** What moved the account in its currency before another movement, among those in the order in which they did. */
export function movementBefore(
  movements: readonly Movement[],
  { entry_no, currency }: Movement,
): Movement | undefined {
  const own = movements.filter((one) => one.currency === currency);
  const at = own.findIndex((one) => one.entry_no === entry_no);
  return own.slice(0, Math.max(at, 0)).findLast((one) => !isInternal(one));
}

/** Finds what came before a movement in the pages of a client's history that are read. */
export const beforeIn =
  (queries: QueryClient, client: string, pages: readonly Schema<'ClientHistory'>[]) =>
  (movement: Movement): Before => {
    const found = movementBefore(
      pages.flatMap((page) => page.items),
      movement,
    );
    const [first] = pages;
    const owed = first?.opening.find(({ currency }) => currency === movement.currency);
    if (found || !first?.from || !owed) return { movement: found };
    const asked = { queries, client, asOf: shifted(first.from, -1) };
    return { opening: { amount: owed.balance, explain: explainOwed(asked, owed.currency) } };
  };

/** What was owed after a movement: what was owed before it, and what it moved. */
export function explainBalanceAfter(asked: Asked, movement: Movement): Explanation {
  const { queries, beforeOf } = asked;
  const { entry_no, currency } = movement;
  return {
    key: ['clients', 'explain-balance-after', entry_no, currency, movement.balance],
    parts: async () => {
      const moved: Part = {
        key: 'moved',
        label: movement.narrative,
        hint: <Moved movement={movement} />,
        amount: movement.amount,
        currency,
        ...linesOf(queries, entry_no),
      };
      return [...before(asked, beforeOf(movement), currency), moved];
    },
  };
}

function before(asked: Asked, { movement, opening }: Before, currency: string): Part[] {
  const label = say('reports:explain.before');
  if (movement) {
    const explain = explainBalanceAfter(asked, movement);
    return [{ key: 'before', label, amount: movement.balance, currency, explain }];
  }
  if (!opening || isZero(opening.amount)) return [];
  return [{ key: 'before', label, ...opening, currency }];
}

/** What a movement moved on the whole: what it moved on the two accounts of what a client owes and has. */
export const explainMoved = (queries: QueryClient, movement: Movement): Explanation => ({
  key: ['journal-entries', 'explain-moved', movement.entry_no, movement.currency],
  list: <EntryLink no={movement.entry_no} />,
  parts: async () =>
    (['receivable', 'unapplied'] as const)
      .filter((account) => !isZero(movement[account]))
      .map((account) => ({
        key: account,
        label: say(`reports:account.${account}`),
        amount: movement[account],
        currency: movement.currency,
        ...linesOf(queries, movement.entry_no),
      })),
});

function Moved({ movement }: { movement: Movement }) {
  return (
    <>
      <Day value={movement.effective_on} /> · <EntryLink no={movement.entry_no} />
    </>
  );
}
