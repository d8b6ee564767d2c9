import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatMoney } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import type { Method } from './methods';
import { voidReceipt } from './VoidReceiptDialog';

/** What happens to a receipt when it is taken; `suggest` shows first what it could go to. */
export const HOWS = ['suggest', 'by_reference', 'oldest_first', 'none'] as const;
export type How = (typeof HOWS)[number];

export interface Taken {
  payer: string | null;
  amount: string;
  currency: string;
  method: Method;
  received_on: string | null;
  reference: string;
  rate: string;
  deposit: boolean;
}

const newReceipt = (form: Taken, how: How): Schema<'NewReceipt'> => ({
  payer: form.payer ?? '',
  amount: form.amount,
  method: form.method,
  reference: form.reference.trim(),
  received_on: form.received_on,
  currency: form.currency || null,
  ...(form.rate ? { rate: form.rate } : {}),
  ...(form.deposit ? { deposit: true } : {}),
  ...(how === 'by_reference' || how === 'oldest_first' ? { applications: { how } } : {}),
});

/** Takes a receipt; the toast offers to void it. */
export function useTaking(onTaken: (receipt: Schema<'Receipt'>, next: boolean) => void) {
  const { t } = useT('payments');
  const locale = useLocale();
  return useChange({
    run: ({ form, how }: { form: Taken; how: How; next: boolean }, { key }) =>
      body(
        api.POST('/api/v1/receipts', {
          params: { header: { 'Idempotency-Key': key } },
          body: newReceipt(form, how),
        }),
      ),
    touches: ['receipt', 'settlement'],
    done: ({ number, amount, currency }) =>
      t('take.taken', { number, amount: formatMoney(amount, currency, locale) }),
    undo: ({ id }) => voidReceipt(id, t('take.undoReason')),
    onDone: (receipt, { next }) => onTaken(receipt, next),
    fields: ['payer', 'amount', 'currency', 'method', 'received_on', 'reference', 'rate'],
  });
}
