import { describe, expect, it } from 'vitest';
import {
  compareDecimals,
  difference,
  lesser,
  shiftedPoint,
  shownDecimal,
  sumOf,
  typedDecimal,
} from './decimal';

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

describe('exact sums', () => {
  it('adds without a float in between', () => {
    expect(sumOf(['0.10', '0.20'])).toBe('0.30');
    expect(sumOf(['10000000000000000.01', '0.02'])).toBe('10000000000000000.03');
    expect(sumOf(['1', '2.5', '-4.00'])).toBe('-0.50');
    expect(sumOf([])).toBe('0');
  });

  it('takes away and compares', () => {
    expect(difference('100.00', '40.5')).toBe('59.50');
    expect(difference('1', '1.00')).toBe('0.00');
    expect(compareDecimals('1.0', '1.00')).toBe(0);
    expect(compareDecimals('-2', '1')).toBe(-1);
    expect(lesser('12.00', '3')).toBe('3');
  });

  it('counts what is no number as nothing', () => {
    expect(sumOf(['abc', '', '-', '2.00'])).toBe('2.00');
  });

  it('moves the point between percents and fractions', () => {
    expect(shiftedPoint('12.5', -2)).toBe('0.125');
    expect(shiftedPoint('10', -2)).toBe('0.1');
    expect(shiftedPoint('0.0825', 2)).toBe('8.25');
    expect(shiftedPoint('0', 2)).toBe('0');
    expect(shiftedPoint('0.5', 2)).toBe('50');
    expect(shiftedPoint('x', 2)).toBe('x');
  });
});
