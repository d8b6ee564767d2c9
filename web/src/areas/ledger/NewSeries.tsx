import { Group, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { FormDialog } from '@/ui/FormDialog';

type Purpose = Schema<'SeriesPurpose'>;

const PURPOSES: readonly Purpose[] = [
  'invoice',
  'credit_note',
  'receipt',
  'refund',
  'client',
  'journal',
];

const DIGITS_MAX = 12;

/** How a number of a series is written. */
export const numberOf = (prefix: string, digits: number, no: number) =>
  prefix + String(no || 1).padStart(Math.min(digits, DIGITS_MAX), '0');

export function NewSeries({ onClose }: { onClose: () => void }) {
  const { t } = useT('ledger');
  const [code, setCode] = useState('');
  const [purpose, setPurpose] = useState<Purpose>('invoice');
  const [prefix, setPrefix] = useState('');
  const [digits, setDigits] = useState<number>(6);
  const [next, setNext] = useState<number>(1);
  const save = useChange({
    run: (input: Schema<'NewNumberSeries'>, { key }) =>
      body(
        api.POST('/api/v1/number-series', {
          params: { header: { 'Idempotency-Key': key } },
          body: input,
        }),
      ),
    touches: ['number_series'],
    done: (series) => t('series.added', { code: series.code }),
    onDone: onClose,
    fields: ['code', 'purpose', 'prefix', 'digits', 'next_no'],
  });
  const submit = () => {
    void save.send({ code: code.trim(), purpose, prefix, digits, next_no: next });
  };
  return (
    <FormDialog
      title={t('series.add')}
      submit={t('series.add')}
      change={save}
      onClose={onClose}
      onSubmit={submit}
    >
      <Group grow align="flex-start">
        <TextInput
          label={t('series.code')}
          placeholder="invoice-2027"
          data-autofocus
          value={code}
          error={save.fieldErrors.code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Select
          label={t('series.purpose')}
          allowDeselect={false}
          value={purpose}
          error={save.fieldErrors.purpose}
          onChange={(value) => value && setPurpose(value)}
          data={PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) }))}
        />
      </Group>
      <Group grow align="flex-start">
        <TextInput
          label={t('series.prefix')}
          placeholder="2027-"
          value={prefix}
          error={save.fieldErrors.prefix}
          onChange={(event) => setPrefix(event.currentTarget.value)}
        />
        <NumberInput
          label={t('series.digits')}
          allowDecimal={false}
          hideControls
          value={digits}
          error={save.fieldErrors.digits}
          onChange={(value) => setDigits(Number(value))}
        />
        <NumberInput
          label={t('series.first')}
          allowDecimal={false}
          hideControls
          value={next}
          error={save.fieldErrors.next_no}
          onChange={(value) => setNext(Number(value))}
        />
      </Group>
      <Text size="sm" c="dimmed" className="numeric" aria-live="polite">
        {t('series.example', { number: numberOf(prefix, digits, next) })}
      </Text>
    </FormDialog>
  );
}
