import { Select, TextInput } from '@mantine/core';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useToday } from '@/shell/session';
import { ClientPicker } from '@/ui/ClientPicker';
import { DayInput } from '@/ui/DayInput';
import { sentence } from '@/ui/problem-text';
import type { Form } from './draft';
import classes from './Editor.module.css';

interface Props {
  form: Form;
  client: Schema<'Client'> | undefined;
  errors: Record<string, string>;
  onChange: (change: Partial<Form>) => void;
}

/** To whom, on what terms, when. What is left empty follows from the client and its payment term. */
export function HeadFields({ form, client, errors, onChange }: Props) {
  const { t } = useT('billing');
  const today = useToday();
  const terms = useRead('/api/v1/payment-terms', undefined, { staleTime: 5 * 60_000 }).data?.items;
  const nameOf = (code: string) => terms?.find((term) => term.code === code)?.name ?? code;
  const at = (field: string) => errors[field] && sentence(errors[field]);
  return (
    <div className={classes.head}>
      <ClientPicker
        label={t('edit.client')}
        required
        value={form.client}
        onChange={(client) => onChange({ client })}
        autoFocus={form.client === null}
        error={at('client')}
      />
      <DayInput
        label={t('edit.issued')}
        value={form.issued_on ?? today}
        clearable={false}
        error={at('issued_on')}
        onChange={(issued_on) => onChange({ issued_on })}
      />
      <Select
        label={t('edit.term')}
        placeholder={client ? nameOf(client.payment_term) : ''}
        clearable
        searchable
        value={form.term}
        error={at('payment_term')}
        onChange={(term) => onChange({ term })}
        data={terms?.map((term) => ({ value: term.code, label: term.name })) ?? []}
        clearButtonProps={{ 'aria-label': t('ui:clear') }}
      />
      <DayInput
        label={t('edit.due')}
        placeholder={t('edit.dueByTerm')}
        value={form.due_on}
        error={at('due_on')}
        onChange={(due_on) => onChange({ due_on })}
        clearButtonProps={{ 'aria-label': t('ui:clear') }}
      />
      <TextInput
        label={t('edit.currency')}
        placeholder={client?.currency}
        autoComplete="off"
        maxLength={3}
        value={form.currency}
        error={at('currency')}
        onChange={(event) => onChange({ currency: event.currentTarget.value.toUpperCase() })}
      />
      <TextInput
        label={t('edit.purchaseOrder')}
        autoComplete="off"
        value={form.purchase_order}
        error={at('purchase_order')}
        onChange={(event) => onChange({ purchase_order: event.currentTarget.value })}
      />
    </div>
  );
}
