/** Amounts, quantities, days and instants in the user's locale. Decimal strings stay exact throughout. */
export interface Locale {
  locale: string;
  timeZone: string;
}

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/** Making an Intl format costs more than a thousand uses of it. */
function once<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const known = made.get(key);
  if (known) return known as T;
  const format = make();
  made.set(key, format);
  return format;
}

const places = (decimal: string) => decimal.split('.')[1]?.length ?? 0;

export const isNegative = (decimal: string) => decimal.startsWith('-') && /[1-9]/.test(decimal);

export const isZero = (decimal: string) => !/[1-9]/.test(decimal);

/** Formats the decimal string itself: no float in between, and as many places as it has. */
export function formatDecimal(decimal: string, { locale }: Pick<Locale, 'locale'>): string {
  const digits = places(decimal);
  const format = once(`d ${locale} ${digits}`, () => {
    return new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: 'always', // also where a locale leaves four digits bare: columns line up
    });
  });
  return format.format(decimal as Intl.StringNumericLiteral);
}

export function formatMoney(
  amount: string,
  currency: string,
  { locale }: Pick<Locale, 'locale'>,
): string {
  const digits = places(amount);
  const format = once(`m ${locale} ${currency} ${digits}`, () => {
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: 'always',
    });
  });
  return format.format(amount as Intl.StringNumericLiteral);
}

export function formatCount(count: number, { locale }: Pick<Locale, 'locale'>): string {
  return once(`n ${locale}`, () => new Intl.NumberFormat(locale)).format(count);
}

export type DayStyle = 'short' | 'medium' | 'long' | 'month';

/** A calendar day (`2026-03-31`): the same everywhere, whatever the time zone. */
export function formatDay(
  day: string,
  { locale }: Pick<Locale, 'locale'>,
  style: DayStyle = 'medium',
): string {
  const format = once(`day ${locale} ${style}`, () => {
    const options: Intl.DateTimeFormatOptions =
      style === 'month' ? { month: 'long', year: 'numeric' } : { dateStyle: style };
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  });
  const date = new Date(`${day.length === 7 ? `${day}-01` : day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? day : format.format(date);
}

export function formatInstant(
  instant: string,
  { locale, timeZone }: Locale,
  style: 'short' | 'medium' | 'time' = 'medium',
): string {
  const format = once(`instant ${locale} ${timeZone} ${style}`, () => {
    return new Intl.DateTimeFormat(locale, {
      ...(style === 'time' ? {} : { dateStyle: style }),
      timeStyle: 'short',
      timeZone,
    });
  });
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : format.format(date);
}
