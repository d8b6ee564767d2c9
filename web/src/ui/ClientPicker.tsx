import { Combobox, Input, InputBase, Loader, Text, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { read, useRead } from '@/api/read';
import { useT } from '@/i18n';
import { isOutOfSight } from './ClientLink';

interface Props {
  value: string | null;
  onChange: (id: string | null) => void;
  label?: ReactNode;
  /** The accessible name where there is no label in sight. */
  name?: string;
  error?: ReactNode;
  required?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  size?: string;
}

const HITS_MAX = 12;

/** Finds a client by the beginning of its number or name. */
export function ClientPicker({ value, onChange, label, name, size = 'sm', ...input }: Props) {
  const { t } = useT();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState<string>();
  const [search] = useDebouncedValue(typed?.trim() ?? '', 120);
  const chosen = useRead(
    '/api/v1/clients/{id}',
    { path: { id: value ?? '' } },
    { enabled: value !== null, keep: false },
  );
  const { data, isFetching } = useQuery({
    ...read('/api/v1/clients', { query: { search: search || undefined, limit: HITS_MAX } }),
    enabled: combobox.dropdownOpened,
    placeholderData: keepPreviousData,
  });
  const chosenName = !value
    ? ''
    : chosen.data
      ? (chosen.data.trading_name ?? chosen.data.legal_name)
      : isOutOfSight(chosen.error)
        ? t('client.hidden')
        : '';
  const choose = (id: string | null) => {
    onChange(id);
    setTyped(undefined);
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.Target>
        <InputBase
          {...input}
          withAsterisk={false}
          size={size}
          label={label}
          aria-label={label ? undefined : (name ?? t('client.pick'))}
          placeholder={t('client.placeholder')}
          value={typed ?? chosenName}
          autoComplete="off"
          rightSectionPointerEvents="all"
          rightSection={
            isFetching ? (
              <Loader size={14} />
            ) : value ? (
              <Input.ClearButton aria-label={t('clear')} onClick={() => choose(null)} />
            ) : undefined
          }
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown();
            setTyped(undefined);
          }}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }}>
          {data?.items.map((client) => (
            <Combobox.Option key={client.id} value={client.id}>
              <Text size="sm" truncate>
                {client.trading_name ?? client.legal_name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {[client.number, client.owner_name].filter(Boolean).join(' · ')}
              </Text>
            </Combobox.Option>
          ))}
          {data?.items.length === 0 && (
            <Combobox.Empty>{t('client.nothing', { text: search })}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
