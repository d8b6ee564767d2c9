/** Words for days near today, as people type them; `t` and `h` are short for the first two. */
const NEAR: Record<string, number> = {
  today: 0,
  hoy: 0,
  t: 0,
  h: 0,
  tomorrow: 1,
  mañana: 1,
  yesterday: -1,
  ayer: -1,
};

/** A day as people type it in their locale, as the API wants it. Undefined where it is none. */
export function typedDay(text: string, locale: string, today: string): string | undefined {
  const bare = text.trim().toLowerCase();
  const near = NEAR[bare];
  if (near !== undefined) return shifted(today, near);
  const shift = /^([+-]\d{1,4})$/.exec(bare);
  if (shift) return shifted(today, Number(shift[1]));
  const numbers = numbersOf(bare, locale);
  if (numbers.length < 2 || numbers.length > 3) return undefined;
  const order = isYearFirst(numbers) ? (['year', 'month', 'day'] as const) : orderOf(locale);
  const asked = numbers.length === 3 ? order : order.filter((part) => part !== 'year');
  const at = (part: Part) => numbers[asked.indexOf(part)] ?? '';
  const year = asked.includes('year') ? fullYear(at('year')) : Number(today.slice(0, 4));
  return year === undefined ? undefined : dayOf(year, Number(at('month')), Number(at('day')));
}

/** `11/2` may become `11/22/2026` yet; a whole day, with all of its year, is meant as it stands. */
export function isWholeDay(text: string, locale: string): boolean {
  const numbers = numbersOf(text.trim().toLowerCase(), locale);
  if (numbers.length !== 3) return false;
  return isYearFirst(numbers)
    ? numbers[2]?.length === 2
    : numbers.some(({ length }) => length === 4);
}

/** A day as it is typed in a locale: `11/22/2026`, `22/11/2026`, `22.11.2026`. */
export function dayInNumbers(day: string, locale: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? day : numeric(locale).format(date);
}

/** How a day is typed in a locale, by the letters of a language for day, month and year: `DD/MM/YYYY`. */
export function dayPattern(locale: string, letters: string): string {
  const [day = 'D', month = 'M', year = 'Y'] = letters;
  const written: Record<string, string> = {
    day: day.repeat(2),
    month: month.repeat(2),
    year: year.repeat(4),
  };
  return partsOf(locale)
    .map(({ type, value }) => written[type] ?? value)
    .join('');
}

/** Whether a text is a day of the calendar, such as `2026-03-31`. */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

/** Moves a calendar day; for defaults such as "the last thirty days", not for due days. */
export function shifted(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

type Part = 'year' | 'month' | 'day';

const formats = new Map<string, Intl.DateTimeFormat>();

function numeric(locale: string): Intl.DateTimeFormat {
  const known = formats.get(locale);
  if (known) return known;
  const format = new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    calendar: 'gregory',
    numberingSystem: 'latn',
    timeZone: 'UTC',
  });
  formats.set(locale, format);
  return format;
}

const partsOf = (locale: string) => numeric(locale).formatToParts(new Date(0));

const orderOf = (locale: string): readonly Part[] =>
  partsOf(locale).flatMap(({ type }) =>
    type === 'year' || type === 'month' || type === 'day' ? [type] : [],
  );

/** Written with the year first it is the same day in every locale: `2026-11-22`. */
const isYearFirst = (numbers: readonly string[]) =>
  numbers.length === 3 && numbers[0]?.length === 4;

/** The numbers of a day; none where anything stands between them but what separates them. */
function numbersOf(bare: string, locale: string): string[] {
  const literals = partsOf(locale).flatMap(({ type, value }) => (type === 'literal' ? value : []));
  const letters = new Set(literals.join('').toLowerCase().match(/\p{L}/gu));
  const isDay = /^[\d./\-\s\p{L}\p{Cf}]+$/u.test(bare);
  const strange = bare.match(/\p{L}/gu)?.some((letter) => !letters.has(letter));
  return isDay && !strange ? (bare.match(/\d+/g) ?? []) : [];
}

function fullYear(digits: string): number | undefined {
  if (digits.length === 4) return Number(digits);
  return digits.length <= 2 ? 2000 + Number(digits) : undefined;
}

function dayOf(year: number, month: number, day: number): string | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : undefined;
}
