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
  const marks = bare.match(/[.,]/g) ?? [];
  const last = marks.at(-1);
  const isDecimalMark =
    last !== undefined &&
    (last === decimal || !looksGrouped(bare, group)) &&
    marks.filter((mark) => mark === last).length === 1;
  const plain = isDecimalMark
    ? bare.replaceAll(last === '.' ? ',' : '.', '').replace(last, '.')
    : bare.replace(/[.,]/g, '');
  return /^-?\d+(\.\d+)?$|^-?\.\d+$/.test(plain) ? plain.replace(/^(-?)\./, '$10.') : undefined;
}

/** `1,234` or `1,234,567`: every group behind the first has three digits. */
function looksGrouped(text: string, group: string): boolean {
  const parts = text.replace(/^-/, '').split(group);
  return parts.length > 1 && parts.slice(1).every((part) => /^\d{3}$/.test(part));
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
