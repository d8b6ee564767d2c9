import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';

export type Method = Schema<'PaymentMethod'>;

export const METHODS: readonly Method[] = ['transfer', 'cheque', 'card', 'direct_debit', 'cash'];

/** The ways to pay by their names, for a choice. */
export function useMethods() {
  const { t } = useT('payments');
  return METHODS.map((value) => ({ value, label: t(`method.${value}`) }));
}
