import { useQueryClient } from '@tanstack/react-query';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useSearchWords } from '@/lib/go';
import { useAsOf } from '@/ui/AsOfPicker';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { explainAccount } from './explain-account';

interface Props {
  balance: Schema<'Balance'>;
  /** As it is shown, where not as it stands: a credit without its sign. */
  amount?: string;
  baseCurrency: string;
  inBase?: boolean;
  withCurrency?: boolean;
}

/** A balance of an account that can be asked where it comes from. */
export function AccountAmount({
  balance,
  amount,
  baseCurrency,
  inBase = false,
  withCurrency = false,
}: Props) {
  const queries = useQueryClient();
  const [words] = useSearchWords();
  const { asOf } = useAsOf();
  const chart = useRead('/api/v1/gl-accounts', {}, { staleTime: 60_000 });
  const role = chart.data?.items.find(({ id }) => id === balance.account_id)?.role;
  const own = inBase ? balance.base_balance : balance.balance;
  const currency = inBase ? baseCurrency : balance.currency;
  return (
    <ExplainAmount
      id={[balance.account_number, balance.currency, inBase ? 'base' : 'own'].join('.')}
      amount={amount ?? own}
      currency={withCurrency ? currency : undefined}
      explanation={explainAccount({
        queries,
        balance,
        role,
        asOf,
        knownAt: words.known_at,
        baseCurrency,
        inBase,
      })}
    />
  );
}
