import { describe, expect, it } from 'vitest';
import { dayInNumbers, dayPattern, isWholeDay, shifted, typedDay } from './day';

const TODAY = '2026-11-21';

/** The locales that the settings offer, and some whose days look otherwise. */
const LOCALES = [
  ...['en-US', 'en-GB', 'en-CA', 'es-ES', 'es-MX', 'es-US', 'de-DE', 'fr-FR', 'pt-BR'],
  ...['bg-BG', 'ja-JP', 'ko-KR', 'hu-HU', 'sv-SE', 'ar-EG', 'fa-IR', 'th-TH'],
];

describe('a day in numbers', () => {
  it.each([
    ['en-US', '11/22/2026', 'MM/DD/YYYY'],
    ['en-GB', '22/11/2026', 'DD/MM/YYYY'],
    ['en-CA', '2026-11-22', 'YYYY-MM-DD'],
    ['es-ES', '22/11/2026', 'DD/MM/YYYY'],
    ['es-MX', '22/11/2026', 'DD/MM/YYYY'],
    ['de-DE', '22.11.2026', 'DD.MM.YYYY'],
  ])('is written in %s as %s', (locale, written, pattern) => {
    expect(dayInNumbers('2026-11-22', locale)).toBe(written);
    expect(dayPattern(locale, 'DMY')).toBe(pattern);
  });

  it('has its pattern in the letters of the language', () => {
    expect(dayPattern('es-ES', 'DMA')).toBe('DD/MM/AAAA');
  });

  it('shows single digits with a nought, so that days stand under each other', () => {
    expect(dayInNumbers('2026-01-02', 'en-US')).toBe('01/02/2026');
  });

  it('is read as it is written, in every locale', () => {
    for (const locale of LOCALES) {
      for (const day of ['2026-11-22', '2026-01-02', '2027-02-03']) {
        const written = dayInNumbers(day, locale);
        expect([locale, typedDay(written, locale, TODAY)]).toEqual([locale, day]);
        expect([locale, isWholeDay(written, locale)]).toEqual([locale, true]);
      }
    }
  });
});

describe('typedDay', () => {
  it.each([
    ['t', 'en-US', '2026-11-21'],
    ['h', 'es-ES', '2026-11-21'],
    ['Today', 'en-US', '2026-11-21'],
    ['hoy', 'es-ES', '2026-11-21'],
    ['mañana', 'es-ES', '2026-11-22'],
    ['yesterday', 'en-GB', '2026-11-20'],
    ['+7', 'en-US', '2026-11-28'],
    ['+30', 'es-ES', '2026-12-21'],
    ['-21', 'en-US', '2026-10-31'],
    ['2026-3-1', 'en-US', '2026-03-01'],
    ['2026-03-01', 'es-ES', '2026-03-01'],
    ['2026/03/01', 'en-GB', '2026-03-01'],
    ['3/31', 'en-US', '2026-03-31'],
    ['3/31/25', 'en-US', '2025-03-31'],
    ['3/4/2025', 'en-US', '2025-03-04'],
    ['3/4/2025', 'en-GB', '2025-04-03'],
    ['31.3.', 'es-ES', '2026-03-31'],
    ['31 3', 'es-MX', '2026-03-31'],
    ['31-3-2025', 'es-ES', '2025-03-31'],
    ['3/31', 'en-CA', '2026-03-31'],
    ['29/2/2028', 'es-ES', '2028-02-29'],
  ])('reads %s in %s as %s', (text, locale, day) => {
    expect(typedDay(text, locale, TODAY)).toBe(day);
  });

  it.each([
    ['', 'en-US'],
    ['31/31', 'en-US'],
    ['22/11/2026', 'en-US'],
    ['11/22/2026', 'en-GB'],
    ['2026-02-30', 'en-US'],
    ['29/2/2026', 'es-ES'],
    ['1/12/202', 'en-US'],
    ['soon', 'en-US'],
    ['3', 'en-US'],
    ['1/2/3/4', 'en-US'],
    ['11/22/2026 or so', 'en-US'],
    ['0000-01-01', 'en-US'],
  ])('reads %j in %s as no day', (text, locale) => {
    expect(typedDay(text, locale, TODAY)).toBeUndefined();
  });

  it.each([
    ['11/2', false],
    ['11/22', false],
    ['11/22/20', false],
    ['11/22/2026', true],
    ['2026-11-2', false],
    ['2026-11-22', true],
    ['today', false],
  ])('tells of %s whether it stands whole: %s', (text, isWhole) => {
    expect(isWholeDay(text, 'en-US')).toBe(isWhole);
  });

  it('shifts across months and leap days', () => {
    expect(shifted('2024-02-28', 1)).toBe('2024-02-29');
    expect(shifted('2026-01-01', -1)).toBe('2025-12-31');
  });
});
