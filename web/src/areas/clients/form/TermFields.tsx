import { Select, TextInput } from '@mantine/core';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { useSession } from '@/shell/session';
import { AmountInput } from '@/ui/AmountInput';
import { ClientPicker } from '@/ui/ClientPicker';
import { UserPicker } from '@/ui/UserPicker';
import { STATUSES, useFieldNames } from '../client-fields';
import type { PartProps } from './ClientForm';
import type { Draft } from './draft';
import { Part } from './Part';

/** Where the client stands, who looks after it, and on what terms it buys. */
export function TermFields({ draft, set, at }: PartProps) {
  const { t } = useT('clients');
  const names = useFieldNames();
  const { company } = useSession();
  const terms = useRead('/api/v1/payment-terms', {}, { staleTime: 300_000 }).data?.items ?? [];
  const clear = { 'aria-label': t('ui:clear') };
  return (
    <Part title={t('file.terms')}>
      <Select
        label={names.status}
        allowDeselect={false}
        value={draft.status}
        error={at('status')}
        onChange={(status) => set({ status: (status ?? 'active') as Draft['status'] })}
        data={STATUSES.map((value) => ({ value, label: t(`ui:status.client.${value}`) }))}
      />
      <UserPicker
        label={names.owner_id}
        value={draft.owner_id}
        error={at('owner_id')}
        clearButtonProps={clear}
        onChange={(owner_id) => set({ owner_id })}
      />
      <ClientPicker
        label={names.parent_id}
        value={draft.parent_id}
        error={at('parent_id')}
        onChange={(parent_id) => set({ parent_id })}
      />
      <Select
        label={names.payment_term}
        required
        withAsterisk={false}
        searchable
        openOnFocus={false}
        value={draft.payment_term}
        error={at('payment_term')}
        onChange={(payment_term) => set({ payment_term })}
        data={terms.map((term) => ({ value: term.code, label: term.name }))}
      />
      <TextInput
        label={names.currency}
        placeholder={company.base_currency}
        autoComplete="off"
        maxLength={3}
        value={draft.currency}
        error={at('currency')}
        onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
      />
      <AmountInput
        label={names.credit_limit}
        placeholder={t('form.noLimit')}
        value={draft.credit_limit}
        currency={draft.currency || company.base_currency}
        error={at('credit_limit')}
        onChange={(credit_limit) => set({ credit_limit })}
      />
      <Select
        label={names.language}
        placeholder={t('form.asCompany')}
        clearable
        clearButtonProps={clear}
        value={draft.language}
        error={at('language')}
        onChange={(language) => set({ language })}
        data={[
          { value: 'en', label: t('file.english') },
          { value: 'es', label: t('file.spanish') },
        ]}
      />
    </Part>
  );
}
