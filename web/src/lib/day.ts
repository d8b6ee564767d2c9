/** A day as people type it, as the API wants it. Undefined where it is none. */
export function typedDay(text: string, locale: string, today: string): string | undefined {
  const bare = text.trim().toLowerCase();
  if (bare === 't' || bare === 'h' || bare === '0') return today;
  const shift = /^([+-]\d{1,4})$/.exec(bare);
  if (shift) return shifted(today, Number(shift[1]));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(bare);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts = bare.split(/[./\-\s]+/).filter(Boolean);
  if (parts.length < 2 || parts.length > 3 || !parts.every((part) => /^\d+$/.test(part))) {
    return undefined;
  }
  const [first, second, year] = parts.map(Number) as [number, number, number | undefined];
  const [month, day] = isMonthFirst(locale) ? [first, second] : [second, first];
  return dayOf(fullYear(year, today), month, day);
}

/** Moves a calendar day; for defaults such as "the last thirty days", not for due days. */
export function shifted(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function fullYear(year: number | undefined, today: string): number {
  if (year === undefined) return Number(today.slice(0, 4));
  return year < 100 ? 2000 + year : year;
}

function dayOf(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : undefined;
}

function isMonthFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date(0));
  const order = parts.map((part) => part.type);
  return order.indexOf('month') < order.indexOf('day');
}
