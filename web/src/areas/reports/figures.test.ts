import { describe, expect, it } from 'vitest';
import {
  bucketColour,
  cancels,
  columnOf,
  daysBetween,
  drillOf,
  monthEnds,
  negated,
  spanOf,
  typedBounds,
} from './figures';

const BOUNDS = [30, 60, 90];

describe('buckets', () => {
  it.each([
    [-3, 'not_due'],
    [0, 'not_due'],
    [1, 0],
    [30, 0],
    [31, 1],
    [90, 2],
    [91, 3],
  ])('puts an item of %i days in %s', (days, column) => {
    expect(columnOf(days, BOUNDS)).toBe(column);
  });

  it('names their first and last days', () => {
    expect(spanOf(0, BOUNDS)).toEqual([1, 30]);
    expect(spanOf(2, BOUNDS)).toEqual([61, 90]);
    expect(spanOf(3, BOUNDS)).toEqual([91, undefined]);
  });

  it('reads bounds as people type them', () => {
    expect(typedBounds('30, 60;  90 ')).toBe('30,60,90');
    expect(typedBounds('')).toBe('');
  });

  it('counts calendar days over a change of clocks', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-11-21', '2026-11-20')).toBe(-1);
  });

  it('goes from pale to deep', () => {
    expect(bucketColour(0, 4)).not.toBe(bucketColour(3, 4));
    expect(bucketColour(0, 1)).toBe(bucketColour(0, 4));
  });
});

describe('negated', () => {
  it('turns the sign of a decimal as text, and leaves nought alone', () => {
    expect(negated('12345678901234567.89')).toBe('-12345678901234567.89');
    expect(negated('-0.10')).toBe('0.10');
    expect(negated('0.00')).toBe('0.00');
  });

  it('sees what cancels out', () => {
    expect(cancels('-5.00', '5.00')).toBe(true);
    expect(cancels('5.00', '5.00')).toBe(false);
  });
});

describe('the drill', () => {
  it('begins with the owners of the company', () => {
    const drill = drillOf({});
    expect(drill).toMatchObject({ level: 'company', rows: 'owner', totals: 'total' });
  });

  it('shows all clients of the company when asked to', () => {
    expect(drillOf({ by: 'client' })).toMatchObject({ level: 'company', rows: 'client' });
  });

  it('goes from an owner to its clients', () => {
    const drill = drillOf({ owner: 'o', as_of: '2026-03-31' });
    expect(drill).toMatchObject({ level: 'owner', rows: 'client', totals: 'owner' });
    expect(drill.query).toMatchObject({ owner: 'o', as_of: '2026-03-31' });
  });

  it('asks for the client alone, whoever looks after it', () => {
    const { level, query } = drillOf({ owner: 'o', client: 'c', include_children: 'true' });
    expect(level).toBe('client');
    expect(query).toMatchObject({ client: 'c', owner: undefined, include_children: true });
  });

  it('leaves the clients below out of what is not about a client', () => {
    expect(drillOf({ include_children: 'true' }).query.include_children).toBeUndefined();
  });
});

describe('month ends', () => {
  it('go back over the turn of the year', () => {
    expect(monthEnds('2026-02-14', 4)).toEqual([
      '2025-11-30',
      '2025-12-31',
      '2026-01-31',
      '2026-02-14',
    ]);
  });
});
