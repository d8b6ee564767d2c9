import type { Schema } from '@/api/schemas';
import { useLocale } from '@/lib/locale';

export type DayOfWeek = Schema<'DayOfWeek'>;

export const WEEK: readonly DayOfWeek[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

/** 2024-01-01 was a Monday. */
const nameOf = (index: number, locale: string) =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, 1 + index),
  );

export function useWeekdays(): { id: DayOfWeek; name: string }[] {
  const { locale } = useLocale();
  return WEEK.map((id, index) => ({ id, name: nameOf(index, locale) }));
}

/** The day of the week of a calendar day. */
export const weekdayOf = (day: string): DayOfWeek =>
  WEEK[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'monday';
