import { Autocomplete, Button, Group, Select, Stack, TagsInput, Text } from '@mantine/core';
import type { FormEvent } from 'react';
import type { Change } from '@/api/change';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { sentence } from '@/ui/problem-text';
import { useUserNames } from '@/ui/UserPicker';
import { STATUSES } from '../client-fields';
import { asksNothing, type Form, NOBODY } from './wish';

interface Props {
  form: Form;
  onChange: (form: Form) => void;
  rehearse: Change<never, unknown>;
  onRehearse: () => void;
  onClose: () => void;
}

/** What shall change; what is left empty stays as it is. */
export function ChangeFields({ form, onChange, rehearse, onRehearse, onClose }: Props) {
  const { t } = useT('clients');
  const users = useUserNames();
  const terms = useRead('/api/v1/payment-terms', {}, { staleTime: 300_000 }).data?.items ?? [];
  const set = (part: Partial<Form>) => onChange({ ...form, ...part });
  const at = (field: string) => {
    const error = rehearse.fieldErrors[field];
    return error && sentence(error);
  };
  const select = {
    placeholder: t('bulk.stays'),
    clearable: true,
    clearButtonProps: { 'aria-label': t('ui:clear') },
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onRehearse();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Select
          {...select}
          label={t('list.owner')}
          data-autofocus
          searchable
          openOnFocus={false}
          value={form.owner ?? null}
          error={at('owner_id')}
          onChange={(owner) => set({ owner: owner ?? undefined })}
          data={[
            { value: NOBODY, label: t('ui:nobody') },
            ...users.map((user) => ({ value: user.id, label: user.name })),
          ]}
        />
        <Group grow align="flex-start">
          <Select
            {...select}
            label={t('list.status')}
            value={form.status ?? null}
            onChange={(status) => set({ status: (status ?? undefined) as Form['status'] })}
            data={STATUSES.map((value) => ({ value, label: t(`ui:status.client.${value}`) }))}
          />
          <Select
            {...select}
            label={t('file.paymentTerm')}
            value={form.term ?? null}
            error={at('payment_term')}
            onChange={(term) => set({ term: term ?? undefined })}
            data={terms.map((term) => ({ value: term.code, label: term.name }))}
          />
        </Group>
        <Autocomplete
          label={t('list.type')}
          placeholder={t('bulk.stays')}
          autoComplete="off"
          value={form.type ?? ''}
          error={at('client_type')}
          onChange={(type) => set({ type })}
        />
        <TagsInput
          label={t('bulk.addTags')}
          description={t('form.tagsHint')}
          value={form.add}
          error={at('change/add_tags')}
          onChange={(add) => set({ add })}
        />
        <TagsInput
          label={t('bulk.removeTags')}
          value={form.remove}
          onChange={(remove) => set({ remove })}
        />
        {rehearse.problem && (
          <ProblemAlert error={rehearse.problem} retry={() => void rehearse.retry()} />
        )}
        <Text size="xs" c="dimmed">
          {t('bulk.hint')}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('ui:cancel')}
          </Button>
          <Button type="submit" loading={rehearse.pending} disabled={asksNothing(form)}>
            {t('bulk.rehearse')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
