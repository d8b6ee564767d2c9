import { describe, expect, it } from 'vitest';
import { asFraction, asPercent } from './percent';

describe('fractions in per cent', () => {
  it('are exact both ways', () => {
    expect(asPercent('0.0825')).toBe('8.25');
    expect(asPercent('0')).toBe('0');
    expect(asPercent('0.02')).toBe('2');
    expect(asPercent('1')).toBe('100');
    expect(asPercent('0.005')).toBe('0.5');
    expect(asFraction('8.25')).toBe('0.0825');
    expect(asFraction('100')).toBe('1');
    expect(asFraction('0.5')).toBe('0.005');
    expect(asFraction('21')).toBe('0.21');
    expect(asFraction('')).toBe('0');
  });

  it('leave alone what is no number', () => {
    expect(asFraction('two')).toBe('two');
    expect(asFraction('.')).toBe('.');
  });
});
