import { describe, expect, it } from 'vitest';
import { formatDay, formatDecimal, formatInstant, formatMoney, isNegative, isZero } from './format';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('amounts', () => {
  it('are shown exactly, however many digits they have', () => {
    expect(formatDecimal('123456789012345678.91', { locale: 'en-US' })).toBe(
      '123,456,789,012,345,678.91',
    );
    expect(formatMoney('0.10', 'USD', { locale: 'en-US' })).toBe('$0.10');
  });

  it('keep the places that the API gave', () => {
    expect(formatMoney('1500', 'JPY', { locale: 'en-US' })).toBe('¥1,500');
    expect(formatMoney('1.234', 'KWD', { locale: 'en-US' })).toContain('1.234');
    expect(formatDecimal('12.3400', { locale: 'en-US' })).toBe('12.3400');
  });

  it('follow the locale', () => {
    expect(plain(formatMoney('-1234.50', 'EUR', { locale: 'es-ES' }))).toBe('-1.234,50 €');
    expect(plain(formatMoney('12345.50', 'EUR', { locale: 'es-ES' }))).toBe('12.345,50 €');
  });

  it('know their sign without becoming a float', () => {
    expect(isNegative('-0.01')).toBe(true);
    expect(isNegative('-0.00')).toBe(false);
    expect(isZero('0.00')).toBe(true);
    expect(isZero('0.10')).toBe(false);
  });
});

describe('days and instants', () => {
  it('shows a day as the same day everywhere', () => {
    expect(formatDay('2026-03-31', { locale: 'en-US' })).toBe('Mar 31, 2026');
    expect(formatDay('2026-03-31', { locale: 'es-ES' }, 'long')).toBe('31 de marzo de 2026');
    expect(formatDay('2026-03', { locale: 'en-US' }, 'month')).toBe('March 2026');
  });

  it('shows an instant in the reader’s zone', () => {
    const instant = '2026-03-31T23:30:00Z';
    const in_ = (timeZone: string) => formatInstant(instant, { locale: 'en-GB', timeZone });
    expect(in_('America/New_York')).toContain('31 Mar 2026');
    expect(in_('Asia/Tokyo')).toContain('1 Apr 2026');
  });

  it('leaves what is no day as it is', () => {
    expect(formatDay('someday', { locale: 'en-US' })).toBe('someday');
  });
});
