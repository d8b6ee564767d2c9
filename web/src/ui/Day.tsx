import { type DayStyle, formatDay, formatInstant } from '@/lib/format';
import { useLocale } from '@/lib/locale';

/** A calendar day of the API: `2026-03-31`. */
export function Day({
  value,
  style = 'medium',
}: {
  value: string | null | undefined;
  style?: DayStyle;
}) {
  const locale = useLocale();
  if (!value) return null;
  return (
    <time dateTime={value} className="numeric nowrap">
      {formatDay(value, locale, style)}
    </time>
  );
}

/** An instant of the API, in the user's time zone. */
export function Instant({
  value,
  style = 'medium',
}: {
  value: string | null | undefined;
  style?: 'short' | 'medium' | 'time';
}) {
  const locale = useLocale();
  if (!value) return null;
  return (
    <time dateTime={value} title={value} className="numeric nowrap">
      {formatInstant(value, locale, style)}
    </time>
  );
}
