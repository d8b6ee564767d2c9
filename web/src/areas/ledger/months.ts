import type { Schema } from '@/api/schemas';

export interface Month {
  /** `2026-03`, as the API names it. */
  name: string;
  lock: Schema<'PeriodLock'>;
  /** What is known of it, where its lock was ever set. */
  period: Schema<'Period'> | undefined;
}

/** Years and their months, the latest first; months without a word about them are open. */
export function calendar(
  from: string,
  until: string,
  periods: readonly Schema<'Period'>[],
): { year: number; months: Month[] }[] {
  const known = new Map(periods.map((period) => [period.starts_on.slice(0, 7), period]));
  const days = [from, until, ...periods.map((period) => period.starts_on)].map((day) =>
    Number(day.slice(0, 4)),
  );
  const first = Math.min(...days);
  const last = Math.max(...days);
  return Array.from({ length: last - first + 1 }, (_, back) => {
    const year = last - back;
    const months = Array.from({ length: 12 }, (_, at): Month => {
      const name = `${year}-${String(at + 1).padStart(2, '0')}`;
      const period = known.get(name);
      return { name, period, lock: period?.lock ?? 'open' };
    });
    return { year, months };
  });
}
