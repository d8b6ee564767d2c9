import { describe, expect, it } from 'vitest';
import { durationInWords } from './duration';

const from = '2026-11-22T03:49:50.604Z';
const en = { locale: 'en' };

describe('how long something took', () => {
  it('is said in seconds, then in minutes', () => {
    expect(durationInWords(from, '2026-11-22T03:49:51.558Z', en)).toBe('1 sec');
    expect(durationInWords(from, '2026-11-22T03:49:53.104Z', en)).toBe('2.5 sec');
    expect(durationInWords(from, '2026-11-22T03:52:50.604Z', en)).toBe('3 min');
  });

  it('is not said where nobody knows', () => {
    expect(durationInWords(from, null, en)).toBeUndefined();
    expect(durationInWords(from, '2026-11-21T00:00:00Z', en)).toBeUndefined();
  });
});
