import { describe, expect, it } from 'vitest';
import { endOfDay, startOfDay } from './instants';

describe('days as instants', () => {
  it('begin at midnight where the user is', () => {
    expect(startOfDay('2026-03-31', 'UTC')).toBe('2026-03-31T00:00:00.000Z');
    expect(startOfDay('2026-01-15', 'America/New_York')).toBe('2026-01-15T05:00:00.000Z');
    expect(startOfDay('2026-07-15', 'Europe/Madrid')).toBe('2026-07-14T22:00:00.000Z');
  });

  it('know the days when clocks change', () => {
    expect(startOfDay('2026-03-08', 'America/New_York')).toBe('2026-03-08T05:00:00.000Z');
    expect(endOfDay('2026-03-08', 'America/New_York')).toBe('2026-03-09T04:00:00.000Z');
    expect(endOfDay('2026-10-25', 'Europe/Madrid')).toBe('2026-10-25T23:00:00.000Z');
  });
});
