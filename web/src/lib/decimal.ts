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
