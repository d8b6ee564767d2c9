import { ActionIcon, Button, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import type { PartProps } from './ClientForm';
import { EMPTY_ADDRESS } from './draft';
import classes from './form.module.css';
import { Part } from './Part';

type Address = Schema<'Address'>;

const KINDS = ['billing', 'delivery', 'registered', 'home', 'other'] as const;

/** Where the client is, in the order in which its addresses are shown. */
export function AddressFields({ draft, set, at }: PartProps) {
  const { t } = useT('clients');
  const { addresses } = draft;
  const change = (index: number, part: Partial<Address>) =>
    set({ addresses: addresses.map((a, place) => (place === index ? { ...a, ...part } : a)) });
  return (
    <Part title={t('file.addresses')}>
      {addresses.map((address, index) => (
        <div key={index} className={classes.entry}>
          <OneAddress
            address={address}
            at={(field) => at(`addresses/${index}/${field}`)}
            onChange={(part) => change(index, part)}
          />
          <ActionIcon
            size={30}
            aria-label={t('form.removeAddress', { number: index + 1 })}
            onClick={() => set({ addresses: addresses.filter((_, place) => place !== index) })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <div className={classes.wide}>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => set({ addresses: [...addresses, EMPTY_ADDRESS] })}
        >
          {t('form.addAddress')}
        </Button>
      </div>
    </Part>
  );
}

interface OneProps {
  address: Address;
  at: (field: string) => string | undefined;
  onChange: (part: Partial<Address>) => void;
}

function OneAddress({ address, at, onChange }: OneProps) {
  const { t } = useT('clients');
  const text = (field: 'city' | 'region' | 'postal_code' | 'country') => ({
    label: t(`form.${field}`),
    autoComplete: 'off',
    value: address[field] ?? '',
    error: at(field),
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      onChange({ [field]: event.currentTarget.value }),
  });
  return (
    <div className={classes.fields}>
      <Select
        label={t('form.addressKind')}
        allowDeselect={false}
        value={address.kind}
        error={at('kind')}
        onChange={(kind) => onChange({ kind: (kind ?? 'billing') as Address['kind'] })}
        data={KINDS.map((value) => ({ value, label: t(`address.${value}`) }))}
      />
      <Textarea
        label={t('form.street')}
        autosize
        autoComplete="off"
        value={address.street ?? ''}
        error={at('street')}
        onChange={(event) => onChange({ street: event.currentTarget.value })}
      />
      <TextInput {...text('postal_code')} />
      <TextInput {...text('city')} />
      <TextInput {...text('region')} />
      <TextInput {...text('country')} maxLength={2} placeholder={t('form.countryHint')} />
    </div>
  );
}
