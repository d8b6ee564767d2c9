import { describe, expect, it } from 'vitest';
import { hasMoved, monthName, pointsOf, share } from './figures';

describe('the figures of a client', () => {
  it('name months shortly, whatever the time zone', () => {
    expect(monthName('2026-03-31', 'en-US')).toBe('Mar 26');
    expect(monthName('2026-01-01', 'en-US')).toBe('Jan 26');
  });

  it('give a share of a count', () => {
    expect(share(2, 3, 'en-US')).toBe('67%');
    expect(share(0, 0, 'en-US')).toBe('0%');
  });

  it('draw a line for each currency', () => {
    const lines = [
      { currency: 'EUR', balances: ['1.50', '-2.00'] },
      { currency: 'USD', balances: ['0.00', '3.00'] },
    ];
    expect(pointsOf(['a', 'b'], lines, (day) => day)).toEqual([
      { name: 'a', EUR: 1.5, USD: 0 },
      { name: 'b', EUR: -2, USD: 3 },
    ]);
    expect(hasMoved(lines)).toBe(true);
    expect(hasMoved([{ currency: 'EUR', balances: ['0.00', '-0.00'] }])).toBe(false);
  });
});
