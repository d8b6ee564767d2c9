import type { QueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/schemas';
import { say } from '@/i18n';
import { negated } from '@/lib/decimal';
import { isZero } from '@/lib/format';
import type { Explanation, Part } from '@/ui/ExplainAmount';
import { explainItems, type ItemsAsked } from './explain-items';

interface Asked {
  queries: QueryClient;
  client: string;
  asOf: string | undefined;
  sums: Schema<'BalanceSums'>;
}

const itemsOf = (
  { queries, client, asOf, sums }: Asked,
  more: ItemsAsked['query'],
  isOwn = false,
): Explanation =>
  explainItems({
    queries,
    inBase: false,
    isOwn,
    amountCurrency: sums.currency,
    query: { as_of: asOf, client, currency: sums.currency, ...more },
  });

/** What a client owes: invoices, less credit notes, less money that is not applied. */
export function explainBalance(asked: Asked): Explanation {
  const { sums } = asked;
  const part = (kind: 'invoice' | 'credit_note' | 'receipt', amount: string): Part => ({
    key: kind,
    label: say(`reports:explain.${kind}`),
    amount,
    currency: sums.currency,
    explain: itemsOf(asked, { kind }),
  });
  return {
    key: ['reports', 'explain-balance', asked.client, asked.asOf, sums],
    parts: async () =>
      [
        part('invoice', sums.invoiced),
        part('credit_note', negated(sums.credited)),
        part('receipt', negated(sums.on_account)),
      ].filter(({ amount }) => !isZero(amount)),
  };
}

export const explainOverdue = (asked: Asked) => itemsOf(asked, { kind: 'invoice', days_from: 1 });

export const explainOnAccount = (asked: Asked) => itemsOf(asked, { kind: 'receipt' }, true);
