import {
  ActionIcon,
  Group,
  MultiSelect,
  type MultiSelectProps,
  PasswordInput,
  Select,
  type SelectProps,
  Tooltip,
} from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import { useState } from 'react';
import { useRead } from '@/api/read';
import { LANGUAGES, useT } from '@/i18n';

export const languageName = (tag: string) =>
  new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;

export const LANGUAGE_OPTIONS = () =>
  LANGUAGES.map((tag) => ({ value: tag, label: languageName(tag) }));

type Choice = Omit<SelectProps, 'data'>;

export function LanguageSelect(props: Choice) {
  return <Select allowDeselect={false} {...props} data={LANGUAGE_OPTIONS()} />;
}

export function ZoneSelect(props: Choice) {
  return (
    <Select
      allowDeselect={false}
      searchable
      limit={60}
      {...props}
      data={Intl.supportedValuesOf('timeZone')}
    />
  );
}

export function RoleSelect(props: Omit<MultiSelectProps, 'data'>) {
  const { data } = useRead('/api/v1/roles', {}, { staleTime: 60_000 });
  return (
    <MultiSelect
      {...props}
      data={data?.items.map((role) => ({ value: role.id, label: role.name })) ?? []}
    />
  );
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const PARTS = 4;
const PART_LENGTH = 5;

/** A password that is easy to read out and hard to guess: `k7m2p-…`. */
export function madeUpPassword(): string {
  const random = crypto.getRandomValues(new Uint32Array(PARTS * PART_LENGTH));
  const letters = [...random].map((number) => LETTERS[number % LETTERS.length]);
  return Array.from({ length: PARTS }, (_, part) =>
    letters.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH).join(''),
  ).join('-');
}

interface PasswordProps {
  label: string;
  description?: string;
  value: string;
  onChange: (password: string) => void;
  error?: string | undefined;
  autoFocus?: boolean;
}

/** A password for somebody else, typed or made up; it can be looked at, to be handed on. */
export function PasswordForOther({ autoFocus, onChange, ...props }: PasswordProps) {
  const { t } = useT('people');
  const [isShown, setShown] = useState(false);
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <PasswordInput
        {...props}
        flex={1}
        autoComplete="new-password"
        data-autofocus={autoFocus}
        visible={isShown}
        onVisibilityChange={setShown}
        visibilityToggleButtonProps={{ 'aria-label': t('users.show'), tabIndex: 0 }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Tooltip label={t('users.make')}>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t('users.make')}
          onClick={() => {
            onChange(madeUpPassword());
            setShown(true);
          }}
        >
          <IconDice5 size={18} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
