import { describe, expect, it } from 'vitest';
import { shifted, typedDay } from './day';

const TODAY = '2026-11-21';

describe('typedDay', () => {
  it.each([
    ['t', 'en-US', '2026-11-21'],
    ['h', 'es-ES', '2026-11-21'],
    ['+7', 'en-US', '2026-11-28'],
    ['-21', 'en-US', '2026-10-31'],
    ['2026-3-1', 'en-US', '2026-03-01'],
    ['3/31', 'en-US', '2026-03-31'],
    ['3/31/25', 'en-US', '2025-03-31'],
    ['31.3.', 'es-ES', '2026-03-31'],
    ['31/3/2025', 'es-ES', '2025-03-31'],
  ])('reads %s in %s as %s', (text, locale, day) => {
    expect(typedDay(text, locale, TODAY)).toBe(day);
  });

  it.each(['', '31/31', '2026-02-30', 'soon', '3'])('reads %j as no day', (text) => {
    expect(typedDay(text, 'en-US', TODAY)).toBeUndefined();
  });

  it('shifts across months and leap days', () => {
    expect(shifted('2024-02-28', 1)).toBe('2024-02-29');
    expect(shifted('2026-01-01', -1)).toBe('2025-12-31');
  });
});
