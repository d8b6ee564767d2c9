import type { T } from '@/i18n';
import { type AgingColumn, spanOf } from './figures';

/** A column of the aged balance in words: "1–30 days". */
export function columnWords(column: AgingColumn, bounds: readonly number[], t: T<'reports'>) {
  if (column === 'open') return t('aging.open');
  if (column === 'not_due') return t('aging.notDue');
  const [from, until] = spanOf(column, bounds);
  return until === undefined
    ? t('aging.daysOver', { from: from - 1 })
    : t('aging.days', { from, until });
}
