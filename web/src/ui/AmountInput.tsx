import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { useT } from '@/i18n';
import { shownDecimal, typedDecimal } from '@/lib/decimal';
import { useLocale } from '@/lib/locale';

interface Props extends Omit<TextInputProps, 'value' | 'onChange'> {
  /** A decimal string as the API has it, or '' for none. What cannot be read stays as it was typed. */
  value: string;
  onChange: (decimal: string) => void;
  currency?: string | undefined;
}

/** Keeps what is typed, and hands on the decimal string that it means; never a float. */
export function AmountInput({ value, onChange, currency, ...input }: Props) {
  const { t } = useT();
  const { locale } = useLocale();
  const [typed, setTyped] = useState<{ text: string; meant: string }>();
  const text = typed && typed.meant === value ? typed.text : shownDecimal(value, locale);
  const type = (next: string) => {
    const meant = typedDecimal(next, locale) ?? next.trim();
    setTyped({ text: next, meant });
    onChange(meant);
  };
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      title={t('amount.hint', { example: shownDecimal('1250.00', locale) })}
      rightSection={currency ? <span aria-hidden>{currency}</span> : undefined}
      rightSectionWidth={currency ? 46 : undefined}
      classNames={{ input: 'numeric' }}
      styles={{ input: { textAlign: 'right' } }}
      {...input}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}
