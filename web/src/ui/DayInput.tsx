import { DateInput, type DateInputProps } from '@mantine/dates';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '@/i18n';
import { dayInNumbers, dayPattern, isWholeDay, typedDay } from '@/lib/day';
import { useLocale } from '@/lib/locale';
import { useToday } from '@/shell/session';
import { calendarWords, firstDayOf } from './calendar';

interface Props
  extends Omit<DateInputProps, 'value' | 'onChange' | 'dateParser' | 'valueFormat' | 'type'> {
  /** `2026-03-31`, or null for none. */
  value: string | null;
  onChange: (day: string | null) => void;
  /** Hands on no day that may become another yet: for a field whose day is read from the server at once. */
  whole?: boolean;
}

/**
 * A day, typed as the user's locale writes it, or picked. `today`, `+30` and `2026-03-31` are read
 * everywhere. What cannot be read stays as it was typed, says so, and keeps its form from being sent.
 */
export function DayInput({ value, onChange, whole = false, error, ...given }: Props) {
  const { t } = useT();
  const { locale } = useLocale();
  const today = useToday();
  const field = useRef<HTMLInputElement>(null);
  const [input, setInput] = useState({ text: '', over: value });
  const [isLeft, setLeft] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const calendar = useMemo(() => calendarWords(locale), [locale]);
  const typed = input.over === value ? input.text : ''; // another day came meanwhile
  const read = (text: string) => typedDay(text, locale, today);
  const isUnread = typed.trim() !== '' && read(typed) === undefined;
  const wrong = t('day.wrong', { example: dayInNumbers(value ?? today, locale) });
  useEffect(() => field.current?.setCustomValidity(isUnread ? wrong : ''), [isUnread, wrong]);

  const put = (day: string | null) => {
    setInput({ text: '', over: value });
    onChange(day);
  };
  const leave = () => {
    setLeft(isUnread);
    const day = read(typed);
    if (day !== undefined && day !== value) put(day);
  };
  return (
    <DateInput
      key={locale}
      ref={field}
      title={t('day.hint', { example: dayInNumbers(today, locale) })}
      placeholder={dayPattern(locale, t('day.letters'))}
      clearable
      highlightToday
      firstDayOfWeek={firstDayOf(locale)}
      nextLabel={t('day.next')}
      previousLabel={t('day.previous')}
      {...calendar}
      {...given}
      error={isUnread && isLeft ? wrong : error}
      value={value}
      valueFormat={(day) => dayInNumbers(day.slice(0, 10), locale)}
      dateParser={(text) => (whole && !isWholeDay(text, locale) ? null : (read(text) ?? null))}
      fixOnBlur={!isUnread}
      onChange={(day) => put(day ? day.slice(0, 10) : null)}
      onInput={({ currentTarget: { value: text } }) => {
        setInput({ text, over: value });
        if (read(text) !== undefined) setLeft(false);
      }}
      onBlur={leave}
      onKeyDown={(event: KeyboardEvent) => event.key === 'Enter' && leave()}
      onInvalid={(event) => {
        event.preventDefault(); // it says itself what is wrong
        setLeft(true);
        field.current?.focus();
      }}
      popoverProps={{ onOpen: () => setOpen(true), onClose: () => setOpen(false) }}
      // Escape closes the calendar, and not what is under it.
      data-mantine-stop-propagation={isOpen || undefined}
    />
  );
}
