import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { isNegative, isZero } from '@/lib/format';
import { useSearchWords } from '@/lib/go';
import { useAsOf } from '@/ui/AsOfPicker';
import { ExplainAmount, type Part } from '@/ui/ExplainAmount';
import { explainAccount } from './explain-account';

type Balance = Schema<'Balance'>;

interface Props {
  amount: string;
  side: Schema<'Side'>;
  balances: Schema<'Balances'>;
  /** All of them in base currency where none is said. */
  currency?: string;
}

/** The sum of one side of the trial balance, leading to the balances that stand there. */
export function TotalAmount({ amount, side, balances, currency }: Props) {
  const queries = useQueryClient();
  const [words] = useSearchWords();
  const { asOf } = useAsOf();
  const chart = useRead('/api/v1/gl-accounts', {}, { staleTime: 60_000 });
  const inBase = currency === undefined;
  const of = { baseCurrency: balances.base_currency, inBase };
  const partOf = (balance: Balance): Part => ({
    key: `${balance.account_id} ${balance.currency}`,
    label: (
      <Link to={`/chart/${balance.account_id}` as '/'} className="plain">
        <span className="numeric">{balance.account_number}</span> {balance.account_name}
      </Link>
    ),
    hint: inBase ? balance.currency : undefined,
    amount: onSide(balance, inBase),
    currency: inBase ? balances.base_currency : balance.currency,
    explain: explainAccount({
      ...of,
      queries,
      balance,
      role: chart.data?.items.find(({ id }) => id === balance.account_id)?.role,
      asOf,
      knownAt: words.known_at,
    }),
  });
  return (
    <ExplainAmount
      id={['sum', side, currency ?? 'base'].join('.')}
      amount={amount}
      explanation={{
        key: ['trial-balance', 'explain-total', side, currency, balances],
        parts: async () => balancesOn(side, balances.items, currency).map(partOf),
      }}
    />
  );
}

const amountOf = (balance: Balance, inBase: boolean) =>
  inBase ? balance.base_balance : balance.balance;

/** As it stands on its side: without its sign. */
const onSide = (balance: Balance, inBase: boolean) => amountOf(balance, inBase).replace(/^-/, '');

/** The balances that stand on a side: of one currency, or of all by their base amounts. */
export function balancesOn(
  side: Schema<'Side'>,
  balances: readonly Balance[],
  currency: string | undefined,
): readonly Balance[] {
  const inBase = currency === undefined;
  return balances.filter((balance) => {
    const amount = amountOf(balance, inBase);
    if (isZero(amount) || (!inBase && balance.currency !== currency)) return false;
    return isNegative(amount) === (side === 'credit');
  });
}
