import { useQueries } from '@tanstack/react-query';
import { read } from '@/api/read';
import { isZero } from '@/lib/format';
import { useToday } from '@/shell/session';

const NEWEST = 200;

/**
 * What discount stands on a day, by invoice. Only fresh invoices have one, so each client's newest
 * are asked for; the server decides when it is taken.
 */
export function useDiscounts(
  clients: readonly string[],
  on: string | null,
): ReadonlyMap<string, string> {
  const today = useToday();
  const day = on ?? today;
  const answers = useQueries({
    queries: [...new Set(clients)].map((client) =>
      read('/api/v1/invoices', {
        query: { client, kind: 'invoice', status: 'issued', sort: '-issued_on', limit: NEWEST },
      }),
    ),
  });
  return new Map(
    answers
      .flatMap((answer) => answer.data?.items ?? [])
      .filter((one) => one.discount_until != null && one.discount_until >= day)
      .filter((one) => !isZero(one.discount))
      .map((one) => [one.id, one.discount]),
  );
}
