import type { Locale } from '@/lib/format';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
const STEP = 1024;

/** A file's length in words: `220 kB`. */
export function formatBytes(bytes: number, { locale }: Pick<Locale, 'locale'>): string {
  let size = bytes;
  let unit = 0;
  while (size >= STEP && unit < UNITS.length - 1) {
    size /= STEP;
    unit += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: size < 10 && unit > 0 ? 1 : 0,
  }).format(size);
}

/** How far something is, from 0 to 100; undefined while nobody knows. */
export function percentOf(done: number, total: number | null | undefined): number | undefined {
  if (!total || total <= 0) return undefined;
  return Math.min(100, Math.floor((100 * done) / total));
}

export const formatPercent = (percent: number, { locale }: Pick<Locale, 'locale'>) =>
  new Intl.NumberFormat(locale, { style: 'percent' }).format(percent / 100);
