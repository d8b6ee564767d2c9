import { useQueryClient } from '@tanstack/react-query';
import { read, useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { negated } from '@/lib/decimal';
import { formatDay } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import type { Explanation } from '@/ui/ExplainAmount';

export type Step = Schema<'OpenItemStep'>;

export const useItemHistory = (id: string, enabled = true) =>
  useRead('/api/v1/open-items/{id}/history', { path: { id } }, { keep: false, enabled });

/** The entries that a later one took back. */
export const takenBack = (steps: readonly Step[]): ReadonlySet<number> =>
  new Set(steps.flatMap((step) => (step.reverses_no == null ? [] : [step.reverses_no])));

/** Where what is left of a document comes from: what it was for, and all that took from it. */
export function useExplainedOpen(id: string): Explanation {
  const { t } = useT('billing');
  const queries = useQueryClient();
  const locale = useLocale();
  const query = read('/api/v1/open-items/{id}/history', { path: { id } });
  return {
    key: [...query.queryKey, 'explained'],
    parts: async () => {
      const history = await queries.fetchQuery(query);
      const { currency } = history;
      const first = {
        key: 'posted',
        label: `${t(`ui:status.open_item.${history.kind}`)} ${history.number}`,
        hint: formatDay(history.issued_on, locale),
        amount: history.amount,
        currency,
      };
      const steps = history.steps.map((step) => ({
        key: String(step.entry_no),
        label: [t(`step.${step.kind}`), step.counter_number].filter(Boolean).join(' '),
        hint: formatDay(step.applied_on, locale),
        amount: negated(step.amount),
        currency,
      }));
      return [first, ...steps];
    },
  };
}
