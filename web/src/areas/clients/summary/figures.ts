/** `Mar 26` of `2026-03-31`: the month of a day, as short as an axis needs it. */
export function monthName(day: string, locale: string): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  const format = new Intl.DateTimeFormat(locale, {
    month: 'short',
    year: '2-digit',
    timeZone: 'UTC',
  });
  return format.format(date);
}

/** A part of a count, in per cent. */
export const share = (part: number, whole: number, locale: string) =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(
    whole === 0 ? 0 : part / whole,
  );

interface Line {
  currency: string;
  balances: readonly string[];
}

/** A point for each day with the balance in each currency, as heights to draw. */
export function pointsOf(
  days: readonly string[],
  lines: readonly Line[],
  name: (day: string) => string,
) {
  return days.map((day, at) => ({
    name: name(day),
    ...Object.fromEntries(lines.map(({ currency, balances }) => [currency, Number(balances[at])])),
  }));
}

/** Whether there is anything to draw: a balance that is not nought. */
export const hasMoved = (lines: readonly Line[]) =>
  lines.some(({ balances }) => balances.some((balance) => /[1-9]/.test(balance)));
