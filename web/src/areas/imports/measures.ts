import type { Locale } from '@/lib/format';

/** How far something is, from 0 to 100; undefined while nobody knows. */
export function percentOf(done: number, total: number | null | undefined): number | undefined {
  if (!total || total <= 0) return undefined;
  return Math.min(100, Math.floor((100 * done) / total));
}

export const formatPercent = (percent: number, { locale }: Pick<Locale, 'locale'>) =>
  new Intl.NumberFormat(locale, { style: 'percent' }).format(percent / 100);
