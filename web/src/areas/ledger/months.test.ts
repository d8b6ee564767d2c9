import { describe, expect, it } from 'vitest';
import { calendar } from './months';

const march = {
  starts_on: '2025-03-01',
  ends_on: '2025-03-31',
  lock: 'hard' as const,
  changed_at: '2025-04-03T10:00:00Z',
  changed_by: 'tobias',
  reason: 'month-end close',
};

describe('the calendar of periods', () => {
  it('has every month of every year, the latest year first', () => {
    const years = calendar('2024-11-03', '2026-02-01', []);
    expect(years.map(({ year }) => year)).toEqual([2026, 2025, 2024]);
    expect(years.every(({ months }) => months.length === 12)).toBe(true);
    expect(years[0]?.months[1]).toMatchObject({ name: '2026-02', lock: 'open' });
  });

  it('knows the locks that were set, and takes the rest for open', () => {
    const [year] = calendar('2025-01-01', '2025-12-31', [march]);
    expect(year?.months[2]).toMatchObject({ lock: 'hard', period: march });
    expect(year?.months[3]?.lock).toBe('open');
  });

  it('reaches as far as a lock that was set ahead', () => {
    const ahead = { ...march, starts_on: '2027-01-01' };
    expect(calendar('2026-01-01', '2026-02-01', [ahead])[0]?.year).toBe(2027);
  });
});
