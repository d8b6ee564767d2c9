import { Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useToday } from '@/shell/session';
import { AmountInput } from '@/ui/AmountInput';
import { DayInput } from '@/ui/DayInput';
import { FormDialog } from '@/ui/FormDialog';

interface Props {
  /** The one to correct; a new one without. */
  rate?: Schema<'ExchangeRate'>;
  currency?: string | undefined;
  onClose: () => void;
}

export function RateForm({ rate: before, currency: suggested, onClose }: Props) {
  const { t } = useT('ledger');
  const today = useToday();
  const [currency, setCurrency] = useState(before?.currency ?? suggested ?? '');
  const [on, setOn] = useState<string | null>(before?.on ?? today);
  const [rate, setRate] = useState(before?.rate ?? '');
  const [source, setSource] = useState(before?.source ?? '');
  const save = useChange({
    run: (input: Schema<'ExchangeRate'>) =>
      body(api.PUT('/api/v1/exchange-rates', { body: input })),
    touches: ['exchange_rate'],
    done: (after) => t('rates.saved', { currency: after.currency, day: after.on }),
    onDone: onClose,
    fields: ['currency', 'on', 'rate', 'source'],
  });
  const submit = () => {
    void save.send({ currency: currency.trim().toUpperCase(), on: on ?? '', rate, source });
  };
  return (
    <FormDialog
      title={before ? t('rates.correct') : t('rates.add')}
      change={save}
      onClose={onClose}
      onSubmit={submit}
    >
      <Group align="flex-start" grow>
        <TextInput
          label={t('entry.currency')}
          maxLength={3}
          data-autofocus={before ? undefined : true}
          readOnly={before !== undefined}
          value={currency}
          error={save.fieldErrors.currency}
          onChange={(event) => setCurrency(event.currentTarget.value)}
        />
        <DayInput
          label={t('rates.day')}
          clearable={false}
          readOnly={before !== undefined}
          value={on}
          error={save.fieldErrors.on}
          onChange={setOn}
        />
        <AmountInput
          label={t('rates.rate')}
          data-autofocus={before ? true : undefined}
          value={rate}
          error={save.fieldErrors.rate}
          onChange={setRate}
        />
      </Group>
      <TextInput
        label={t('rates.source')}
        description={t('rates.sourceHint')}
        value={source}
        error={save.fieldErrors.source}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
