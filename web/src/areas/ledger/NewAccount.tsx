import { Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { FormDialog } from '@/ui/FormDialog';
import { KINDS } from './ChartPage';

type Role = Schema<'GlAccountRole'>;

export const ROLES: readonly Role[] = [
  'receivable',
  'unapplied',
  'bank',
  'cash',
  'sales',
  'tax',
  'discount',
  'bad_debt',
  'small_balance',
  'exchange_gain',
  'exchange_loss',
];

export function NewAccount({ onClose }: { onClose: () => void }) {
  const { t } = useT('ledger');
  const [number, setNumber] = useState('');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Schema<'GlAccountKind'>>('asset');
  const [role, setRole] = useState<Role | null>(null);
  const save = useChange({
    run: (input: Schema<'NewGlAccount'>, { key }) =>
      body(
        api.POST('/api/v1/gl-accounts', {
          params: { header: { 'Idempotency-Key': key } },
          body: input,
        }),
      ),
    touches: ['gl_account'],
    done: (account) => t('chart.added', { name: `${account.number} ${account.name}` }),
    onDone: onClose,
    fields: ['number', 'name', 'kind', 'role'],
  });
  const submit = () => {
    void save.send({ number: number.trim(), name: name.trim(), kind, role });
  };
  return (
    <FormDialog
      title={t('chart.add')}
      submit={t('chart.add')}
      change={save}
      onClose={onClose}
      onSubmit={submit}
    >
      <Group align="flex-start" wrap="nowrap">
        <TextInput
          w={130}
          label={t('chart.number')}
          data-autofocus
          value={number}
          error={save.fieldErrors.number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <TextInput
          style={{ flex: 1 }}
          label={t('chart.name')}
          value={name}
          error={save.fieldErrors.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </Group>
      <Select
        label={t('chart.kind')}
        allowDeselect={false}
        value={kind}
        error={save.fieldErrors.kind}
        onChange={(value) => value && setKind(value)}
        data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <Select
        label={t('chart.role')}
        description={t('chart.roleHint')}
        placeholder={t('ui:none')}
        clearable
        clearButtonProps={{ 'aria-label': t('ui:clear') }}
        value={role}
        error={save.fieldErrors.role}
        onChange={setRole}
        data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
      />
    </FormDialog>
  );
}
