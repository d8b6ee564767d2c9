import type { Locale } from '@/lib/format';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How long something took, in words: `0.9 sec`, `3 min`. Undefined where the end is not known. */
export function durationInWords(
  from: string,
  until: string | null | undefined,
  { locale }: Pick<Locale, 'locale'>,
): string | undefined {
  if (!until) return undefined;
  const took = Date.parse(until) - Date.parse(from);
  if (Number.isNaN(took) || took < 0) return undefined;
  const [unit, value] = took < MINUTE ? ['second', took / SECOND] : ['minute', took / MINUTE];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: unit as string,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(value as number);
}
