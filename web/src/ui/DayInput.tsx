import { DateInput, type DateInputProps } from '@mantine/dates';
import { useT } from '@/i18n';
import { typedDay } from '@/lib/day';
import { formatDay } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useToday } from '@/shell/session';

interface Props
  extends Omit<DateInputProps, 'value' | 'onChange' | 'dateParser' | 'valueFormat' | 'type'> {
  /** `2026-03-31`, or null for none. */
  value: string | null;
  onChange: (day: string | null) => void;
}

/** A day, typed or picked. `t` is today, `+7` a week from now, `31.3.` or `3/31` of this year. */
export function DayInput({ value, onChange, ...input }: Props) {
  const { t } = useT();
  const { locale } = useLocale();
  const today = useToday();
  return (
    <DateInput
      title={t('day.hint', { example: formatDay(today, { locale }, 'short') })}
      clearable
      highlightToday
      firstDayOfWeek={firstDayOf(locale)}
      {...input}
      value={value}
      valueFormat="YYYY-MM-DD"
      dateParser={(text) => typedDay(text, locale, today) ?? null}
      onChange={(day) => onChange(day ? day.slice(0, 10) : null)}
    />
  );
}

function firstDayOf(locale: string): 0 | 1 | 6 {
  const info = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  const first = (info.getWeekInfo?.() ?? info.weekInfo)?.firstDay ?? 1;
  return first === 7 ? 0 : first === 6 ? 6 : 1;
}
