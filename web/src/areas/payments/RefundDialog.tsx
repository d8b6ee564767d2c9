import { NativeSelect, SimpleGrid, Stack } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatMoney } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useToday } from '@/shell/session';
import { AmountInput } from '@/ui/AmountInput';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { DayInput } from '@/ui/DayInput';
import { sentence } from '@/ui/problem-text';
import { type Method, useMethods } from './methods';

interface Props {
  /** The receipt or credit note whose credit is paid back. */
  credit: { id: string; number: string; free: string; currency: string; method?: Method };
  onClose: () => void;
}

export function RefundDialog({ credit, onClose }: Props) {
  const { t } = useT('payments');
  const locale = useLocale();
  const today = useToday();
  const methods = useMethods();
  const [amount, setAmount] = useState(credit.free);
  const [method, setMethod] = useState<Method>(credit.method ?? 'transfer');
  const [on, setOn] = useState<string | null>(null);
  const { currency } = credit;
  const refund = useChange({
    run: (input: Schema<'NewRefund'>, { key }) =>
      body(
        api.POST('/api/v1/refunds', {
          params: { header: { 'Idempotency-Key': key } },
          body: input,
        }),
      ),
    touches: ['refund', 'settlement', 'invoice'],
    done: (after) =>
      t('refund.done', {
        number: after.number,
        amount: formatMoney(after.amount, currency, locale),
      }),
    onDone: onClose,
    fields: ['amount', 'method', 'refunded_on', 'reason'],
  });
  const at = (field: string) => refund.fieldErrors[field] && sentence(refund.fieldErrors[field]);
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('refund.title', { number: credit.number })}
      confirm={t('refund.confirm')}
      reason="required"
      change={refund}
      onConfirm={(reason) =>
        void refund.send({ credit: credit.id, amount, method, reason, refunded_on: on })
      }
    >
      <Stack gap="sm">
        {t('refund.detail', { amount: formatMoney(credit.free, currency, locale) })}
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
          <AmountInput
            label={t('refund.amount')}
            currency={currency}
            value={amount}
            onChange={setAmount}
            error={at('amount')}
          />
          <NativeSelect
            label={t('refund.method')}
            value={method}
            onChange={(event) => setMethod(event.currentTarget.value as Method)}
            data={methods}
            error={at('method')}
          />
          <DayInput
            label={t('refund.on')}
            value={on ?? today}
            clearable={false}
            onChange={setOn}
            error={at('refunded_on')}
          />
        </SimpleGrid>
      </Stack>
    </ConfirmDialog>
  );
}
