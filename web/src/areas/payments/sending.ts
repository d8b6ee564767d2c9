import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { useT } from '@/i18n';
import type { Credit } from './ApplyFrame';
import type { toSend } from './applying';

/** Sends the applications; the toast takes them all back. */
export function useApplying(credit: Credit, count: number, onDone: () => void) {
  const { t } = useT('payments');
  const places = Array.from({ length: count }, (_, at) =>
    ['amount', 'discount', 'invoice', 'close_rest'].map((name) => `list/${at}/${name}`),
  );
  return useChange({
    run: (
      input: { list: ReturnType<typeof toSend>['list']; on: string | null },
      { key }: { key: string },
    ) =>
      body(
        api.POST('/api/v1/open-items/{id}/applications', {
          params: { path: { id: credit.id }, header: { 'Idempotency-Key': key } },
          body: { how: 'by_hand', list: input.list, on: input.on },
        }),
      ),
    touches: ['settlement', 'open_item'],
    done: (_, { list }) => t('apply.done', { number: credit.number, count: list.length }),
    undo: async ({ applications }) => {
      for (const { entry_no } of applications.toReversed()) {
        await body(
          api.POST('/api/v1/applications/{entry_no}/reversal', {
            params: { path: { entry_no } },
            body: { reason: t('apply.undoReason') },
          }),
        );
      }
    },
    onDone,
    fields: ['on', ...places.flat()],
  });
}
