import { describe, expect, it } from 'vitest';
import { shownDecimal, typedDecimal } from './decimal';

describe('typedDecimal', () => {
  it.each([
    ['1234.5', 'en-US', '1234.5'],
    ['1,234.50', 'en-US', '1234.50'],
    ['1,234', 'en-US', '1234'],
    ['1,234,567', 'en-US', '1234567'],
    ['1,5', 'en-US', '1.5'],
    ['.5', 'en-US', '0.5'],
    ['1,00,000', 'en-IN', '100000'],
    ['-12.30', 'en-US', '-12.30'],
    ['−12.30', 'en-US', '-12.30'],
    ['1.234,50', 'es-ES', '1234.50'],
    ['1.234', 'es-ES', '1234'],
    ['1234,5', 'es-ES', '1234.5'],
    ['12.50', 'es-ES', '12.50'],
    ['1 234,50', 'fr-FR', '1234.50'],
    ['10000000000000000.01', 'en-US', '10000000000000000.01'],
  ])('reads %s in %s as %s', (text, locale, meant) => {
    expect(typedDecimal(text, locale)).toBe(meant);
  });

  it.each(['', 'abc', '1.2.3,4,5', '1,23.45', '1.2.3', '12a', '-', '1e3'])(
    'reads %j as no number',
    (text) => {
      expect(typedDecimal(text, 'en-US')).toBeUndefined();
    },
  );

  it('shows back what it would read', () => {
    expect(shownDecimal('1234.50', 'es-ES')).toBe('1234,50');
    expect(typedDecimal(shownDecimal('1234.50', 'es-ES'), 'es-ES')).toBe('1234.50');
  });
});
