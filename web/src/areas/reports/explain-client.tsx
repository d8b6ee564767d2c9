import type { QueryClient } from '@tanstack/react-query';
import { read } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { say } from '@/i18n';
import { negated } from '@/lib/decimal';
import { isZero } from '@/lib/format';
import { ClientLink } from '@/ui/ClientLink';
import type { Explanation, Part } from '@/ui/ExplainAmount';
import { explainItems, type ItemsAsked } from './explain-items';

interface Client {
  queries: QueryClient;
  client: string;
  asOf: string | undefined;
}

interface Asked extends Client {
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

/** What a client owes: invoices, less credit notes, less money that is not applied. Turned, what that takes from its credit. */
export function explainBalance(asked: Asked, isTurned = false): Explanation {
  const { sums } = asked;
  const signed = (amount: string) => (isTurned ? negated(amount) : amount);
  const part = (kind: 'invoice' | 'credit_note' | 'receipt', amount: string): Part => ({
    key: kind,
    label: say(`reports:explain.${kind}`),
    amount: signed(amount),
    currency: sums.currency,
    explain: itemsOf(asked, { kind }, isTurned),
  });
  return {
    key: ['reports', 'explain-balance', asked.client, asked.asOf, sums, isTurned],
    parts: async () =>
      [
        part('invoice', sums.invoiced),
        part('credit_note', negated(sums.credited)),
        part('receipt', negated(sums.on_account)),
      ].filter(({ amount }) => !isZero(amount)),
  };
}

/** What a client owed in a currency at the end of a day, where only the sum of it is known. */
export const explainOwed = (asked: Client, currency: string): Explanation => ({
  key: ['reports', 'explain-owed', asked.client, asked.asOf, currency],
  parts: async () => {
    const { queries, client: id, asOf } = asked;
    const balance = await queries.fetchQuery(
      read('/api/v1/clients/{id}/balance', { path: { id }, query: { as_of: asOf } }),
    );
    const sums = balance.currencies.find(({ own }) => own.currency === currency)?.own;
    return sums ? explainBalance({ ...asked, sums }).parts() : [];
  },
});

/** What is left of a client's credit: its limit, less what it owes in the currency of its account. */
export const explainCreditLeft = (
  asked: Client,
  balance: Schema<'ClientBalance'>,
): Explanation => ({
  key: ['clients', 'explain-credit-left', asked.client, asked.asOf, balance.credit_limit_left],
  parts: async () => {
    const { queries, client: id } = asked;
    const client = await queries.fetchQuery(read('/api/v1/clients/{id}', { path: { id } }));
    const { currency } = balance;
    const sums = balance.currencies.find(({ own }) => own.currency === currency)?.own;
    const limit: Part[] = client.credit_limit
      ? [
          {
            key: 'limit',
            label: say('clients:list.creditLimit'),
            hint: <ClientLink id={id} name={client.trading_name ?? client.legal_name} />,
            amount: client.credit_limit,
            currency,
          },
        ]
      : [];
    if (!sums || isZero(sums.balance)) return limit;
    return [
      ...limit,
      {
        key: 'balance',
        label: say('clients:file.balance'),
        amount: negated(sums.balance),
        currency,
        explain: explainBalance({ ...asked, sums }, true),
      },
    ];
  },
});

export const explainOverdue = (asked: Asked) => itemsOf(asked, { kind: 'invoice', days_from: 1 });

export const explainOnAccount = (asked: Asked) => itemsOf(asked, { kind: 'receipt' }, true);
