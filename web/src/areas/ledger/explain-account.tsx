import type { QueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { say } from '@/i18n';
import { negated } from '@/lib/decimal';
import { isZero } from '@/lib/format';
import { Day } from '@/ui/Day';
import type { Explanation, Part } from '@/ui/ExplainAmount';
import { explainAging } from '../reports/explain-aging';
import { explainItems } from '../reports/explain-items';

/** As many entries as are shown under an amount; all are in the journal. */
const ENTRIES_MAX = 200;

interface Asked {
  queries: QueryClient;
  balance: Schema<'Balance'>;
  /** What the account is used for: control accounts are the sum of open items. */
  role: Schema<'GlAccount'>['role'];
  asOf: string | undefined;
  knownAt: string | undefined;
  baseCurrency: string;
  inBase: boolean;
}

/** What an account's balance is made of: its clients and their items, or what was posted on each side. */
export function explainAccount(asked: Asked): Explanation {
  const { queries, balance, role, asOf, knownAt, inBase } = asked;
  const { currency } = balance;
  const amountCurrency = inBase ? asked.baseCurrency : currency;
  // Reports tell what is known now: of what was known before only the journal tells.
  if (role === 'receivable' && !knownAt && !inBase) {
    const query = { as_of: asOf, currency };
    return explainAging({ queries, query, column: 'open', bounds: [], currency });
  }
  if (role === 'unapplied' && !knownAt) {
    const query = { as_of: asOf, kind: 'receipt' as const, currency };
    return explainItems({ queries, query, inBase, amountCurrency });
  }
  const part = (side: Schema<'Side'>, amount: string): Part => ({
    key: side,
    label: say(`ledger:journal.${side}`),
    amount,
    currency: amountCurrency,
    explain: explainSide(asked, side),
  });
  const [debits, credits] = inBase
    ? [balance.base_debits, balance.base_credits]
    : [balance.debits, balance.credits];
  return {
    key: [...keyOf(asked), 'sides'],
    parts: async () =>
      [part('debit', debits), part('credit', negated(credits))].filter((p) => !isZero(p.amount)),
    list: <JournalLink asked={asked} />,
  };
}

const keyOf = ({ balance, asOf, knownAt, inBase }: Asked) => [
  'journal-entries',
  'explain-account',
  balance,
  asOf,
  knownAt,
  inBase,
];

function explainSide(asked: Asked, side: Schema<'Side'>): Explanation {
  const { queries, balance, asOf, knownAt, inBase } = asked;
  const query = {
    account: balance.account_id,
    until: asOf,
    sort: '-entry_no',
    limit: ENTRIES_MAX,
  };
  const isMeant = (line: Schema<'JournalLine'>) =>
    line.account_id === balance.account_id &&
    line.currency === balance.currency &&
    line.side === side;
  return {
    key: [...keyOf(asked), side],
    list: <JournalLink asked={asked} isPart />,
    parts: async () => {
      const page = await queries.fetchQuery(read('/api/v1/journal-entries', { query }));
      return page.items
        .filter((entry) => !knownAt || entry.recorded_at <= knownAt)
        .flatMap((entry) =>
          entry.lines.filter(isMeant).map((line, at) => {
            const amount = inBase ? line.base_amount : line.amount;
            return {
              key: `${entry.entry_no} ${at}`,
              label: (
                <>
                  <Link to={`/journal/${entry.entry_no}` as '/'} className="plain numeric">
                    {entry.entry_no}
                  </Link>{' '}
                  {entry.narrative}
                </>
              ),
              hint: <Day value={entry.effective_on} />,
              amount: side === 'debit' ? amount : negated(amount),
              currency: inBase ? asked.baseCurrency : line.currency,
            };
          }),
        );
    },
  };
}

function JournalLink({ asked, isPart = false }: { asked: Asked; isPart?: boolean }) {
  const { balance, asOf } = asked;
  const search = { account: balance.account_id, until: asOf };
  return (
    <Link to="/journal" search={search} className="plain">
      {say(isPart ? 'ledger:journal.newest' : 'ledger:journal.ofAccount')}
    </Link>
  );
}
