import { SimpleGrid, Stack } from '@mantine/core';
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

interface Props {
  invoice: Schema<'InvoiceSummary'>;
  onClose: () => void;
}

/** Gives a debt up, or proposes to. */
export function WriteOffDialog({ invoice, onClose }: Props) {
  const { t } = useT('payments');
  const locale = useLocale();
  const today = useToday();
  const [amount, setAmount] = useState(invoice.open ?? '');
  const [on, setOn] = useState<string | null>(null);
  const { id, number, currency } = invoice;
  const writing = useChange({
    run: (input: Schema<'NewWriteOff'>, { key }) =>
      body(
        api.POST('/api/v1/write-offs', {
          params: { header: { 'Idempotency-Key': key } },
          body: input,
        }),
      ),
    touches: ['write_off', 'open_item'],
    done: (after) =>
      t(after.status === 'booked' ? 'writeOff.booked' : 'writeOff.proposed', {
        number,
        amount: formatMoney(after.amount, currency, locale),
      }),
    onDone: onClose,
    fields: ['amount', 'on', 'reason'],
  });
  const at = (field: string) => writing.fieldErrors[field] && sentence(writing.fieldErrors[field]);
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('writeOff.title', { number })}
      confirm={t('writeOff.confirm')}
      reason="required"
      change={writing}
      onConfirm={(reason) => void writing.send({ invoice: id, reason, on, amount: amount || null })}
    >
      <Stack gap="sm">
        {t('writeOff.detail')}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <AmountInput
            label={t('writeOff.amount')}
            currency={currency}
            value={amount}
            onChange={setAmount}
            error={at('amount')}
          />
          <DayInput
            label={t('writeOff.on')}
            value={on ?? today}
            clearable={false}
            onChange={setOn}
            error={at('on')}
          />
        </SimpleGrid>
      </Stack>
    </ConfirmDialog>
  );
}
