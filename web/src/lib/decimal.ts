/**
 * What a person types as an amount, as the API wants it: `1,234.5` or `1.234,5` → `1234.5`. Only the
 * notation changes: nothing is rounded or added. Undefined where it is no number.
 */
export function typedDecimal(text: string, locale: string): string | undefined {
  const { decimal, group } = separators(locale);
  const bare = text
    .trim()
    .replace(/[\s\u00a0\u202f']/g, '')
    .replace(/\u2212/g, '-');
  if (bare === '') return undefined;
  const last = bare.match(/[.,](?=[^.,]*$)/)?.[0];
  if (last === undefined) return asDecimal(bare, '');
  const isGroup = last !== decimal && isGrouped(bare, group);
  if (isGroup) return asDecimal(bare.replaceAll(last, ''), '');
  const at = bare.lastIndexOf(last);
  const whole = bare.slice(0, at);
  const mark = last === '.' ? ',' : '.';
  if (whole.includes(last) || (whole.includes(mark) && !isGrouped(whole, mark))) return undefined;
  return asDecimal(whole.replaceAll(mark, ''), bare.slice(at + 1));
}

/** `1,234`, `1,234,567`, `1,00,000`: two or three digits a group, three in the last. */
const isGrouped = (text: string, mark: string) => {
  const parts = text.replace(/^-/, '').split(mark);
  const isWhole = parts.every((part) => /^\d{1,3}$/.test(part));
  return isWhole && parts.length > 1 && /^\d{3}$/.test(parts.at(-1) ?? '');
};

function asDecimal(whole: string, places: string): string | undefined {
  const text = places ? `${whole}.${places}` : whole;
  return /^-?\d+(\.\d+)?$|^-?\.\d+$/.test(text) ? text.replace(/^(-?)\./, '$10.') : undefined;
}

export function separators(locale: string): { decimal: string; group: string } {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1234567.5);
  const of = (type: string) => parts.find((part) => part.type === type)?.value;
  const decimal = of('decimal') ?? '.';
  return { decimal, group: of('group') ?? (decimal === '.' ? ',' : '.') };
}

/** An API decimal as a person would type it in this locale, without grouping. */
export const shownDecimal = (decimal: string, locale: string) =>
  decimal.replace('.', separators(locale).decimal);

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** The number times ten to the power of `places`, as a whole; undefined where the text is no number. */
function whole(decimal: string, places: number): bigint | undefined {
  const [, sign, units = '', rest = ''] = NUMBER.exec(decimal.trim()) ?? [];
  if (sign === undefined || (units === '' && rest === '')) return undefined;
  const value = BigInt(units + rest.padEnd(places, '0'));
  return sign === '-' ? -value : value;
}

const placesOf = (decimal: string) => NUMBER.exec(decimal.trim())?.[3]?.length ?? 0;

function written(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const at = digits.length - places;
  const text = places > 0 ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits;
  return value < 0n ? `-${text}` : text;
}

/**
 * What decimals come to, exactly, with the places of the one that has most. Only for showing what is
 * left while somebody types: what counts is what the server answers. What is no number counts nothing.
 */
export function sumOf(decimals: readonly string[]): string {
  const places = Math.max(0, ...decimals.map(placesOf));
  const sum = decimals.reduce((sum, decimal) => sum + (whole(decimal, places) ?? 0n), 0n);
  return written(sum, places);
}

/** `-12.30` of `12.30`. */
export const negated = (decimal: string) => {
  const places = placesOf(decimal);
  return written(-(whole(decimal, places) ?? 0n), places);
};

export const difference = (from: string, take: string) => sumOf([from, negated(take)]);

/** Below nought, nought or above, as for sorting; what is no number counts as nought. */
export function compareDecimals(one: string, other: string): number {
  const places = Math.max(placesOf(one), placesOf(other));
  const [a, b] = [whole(one, places) ?? 0n, whole(other, places) ?? 0n];
  return a < b ? -1 : a > b ? 1 : 0;
}

export const lesser = (one: string, other: string) =>
  compareDecimals(one, other) <= 0 ? one : other;

/** Moves the point: `shiftedPoint('12.5', -2)` is `0.125`. Percents are fractions with another notation. */
export function shiftedPoint(decimal: string, by: number): string {
  const places = placesOf(decimal);
  const value = whole(decimal, places);
  if (value === undefined) return decimal;
  const text = by >= 0 ? written(value * 10n ** BigInt(by), places) : written(value, places - by);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
