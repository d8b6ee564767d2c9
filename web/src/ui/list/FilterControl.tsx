import { Checkbox, Group, Radio, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useT } from '@/i18n';
import { typedDecimal } from '@/lib/decimal';
import { useLocale } from '@/lib/locale';
import type { Search } from '@/lib/search';
import { ClientPicker } from '../ClientPicker';
import { DayInput } from '../DayInput';
import { UserPicker } from '../UserPicker';
import type { Filter } from './definition';

interface Props {
  filter: Filter;
  set: Search;
  onChange: (change: Search) => void;
  onDone: () => void;
}

/** What a filter's chip opens. */
export function FilterControl({ filter, set, onChange, onDone }: Props) {
  const { t } = useT('ui');
  if (filter.kind === 'days') {
    return (
      <Group gap="xs" wrap="nowrap" align="flex-end">
        {([filter.from, filter.until] as const).map((param, index) => (
          <DayInput
            key={param}
            label={index === 0 ? t('list.from') : t('list.until')}
            w={150}
            whole
            value={set[param] ?? null}
            onChange={(day) => onChange({ [param]: day ?? undefined })}
          />
        ))}
      </Group>
    );
  }
  if (filter.kind === 'amounts') {
    return (
      <Group gap="xs" wrap="nowrap" align="flex-end">
        {([filter.from, filter.until] as const).map((param, index) => (
          <Typed
            key={param}
            label={index === 0 ? t('list.atLeast') : t('list.atMost')}
            value={set[param] ?? ''}
            isDecimal
            onSend={(text) => onChange({ [param]: text })}
            onDone={onDone}
          />
        ))}
      </Group>
    );
  }
  const { param } = filter;
  const value = set[param] ?? '';
  const put = (next: string | null) => onChange({ [param]: next || undefined });
  const putAndClose = (next: string | null) => {
    put(next);
    onDone();
  };
  switch (filter.kind) {
    case 'select':
      return <Choice label={filter.label} value={value} options={filter.options} onChoose={put} />;
    case 'boolean': {
      const options = [
        { value: 'true', label: t('yes') },
        { value: 'false', label: t('no') },
      ];
      return <Choice label={filter.label} value={value} options={options} onChoose={put} />;
    }
    case 'multi':
      return (
        <Checkbox.Group
          label={filter.label}
          value={value.split(',').filter(Boolean)}
          onChange={(chosen) => put(chosen.join(','))}
        >
          <Stack gap={6} mt={6} mah={320} style={{ overflowY: 'auto' }}>
            {filter.options.map((option) => (
              <Checkbox key={option.value} size="xs" value={option.value} label={option.label} />
            ))}
          </Stack>
        </Checkbox.Group>
      );
    case 'client':
      return (
        <div style={{ width: 280 }}>
          <ClientPicker
            label={filter.label}
            value={value || null}
            onChange={putAndClose}
            autoFocus
          />
        </div>
      );
    case 'user':
      return (
        <UserPicker
          label={filter.label}
          value={value || null}
          onChange={putAndClose}
          nobody={filter.nobody}
          w={260}
        />
      );
    case 'day':
      return <DayInput label={filter.label} whole value={value || null} onChange={putAndClose} />;
    case 'number':
    case 'text':
      return (
        <Typed
          label={filter.label}
          value={value}
          isDecimal={filter.kind === 'number'}
          onSend={(text) => put(text ?? null)}
          onDone={onDone}
        />
      );
  }
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChoose: (value: string | null) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  const { t } = useT('ui');
  return (
    <Radio.Group label={label} value={value} onChange={onChoose}>
      <Stack gap={6} mt={6} mah={320} style={{ overflowY: 'auto' }}>
        <Radio size="xs" value="" label={t('any')} />
        {options.map((option) => (
          <Radio key={option.value} size="xs" value={option.value} label={option.label} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

interface TypedProps {
  label: string;
  value: string;
  isDecimal?: boolean;
  onSend: (text: string | undefined) => void;
  onDone: () => void;
}

/** Takes what is typed on Enter, or when the field is left. */
function Typed({ label, value, isDecimal = false, onSend, onDone }: TypedProps) {
  const { locale } = useLocale();
  const [text, setText] = useState(value);
  const meant = () => (isDecimal ? typedDecimal(text, locale) : text.trim() || undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSend(meant());
    onDone();
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label={label}
        w={200}
        value={text}
        inputMode={isDecimal ? 'decimal' : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => onSend(meant())}
      />
    </form>
  );
}
