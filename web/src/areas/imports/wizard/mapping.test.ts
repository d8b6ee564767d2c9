import { describe, expect, it } from 'vitest';
import type { Schema } from '@/api/schemas';
import { choiceOf, chosenAt, codeOf, fitOf, guessed, guessedDates, suits } from './mapping';

const preview: Schema<'ImportPreview'> = {
  file_name: 'a.csv',
  format: 'csv',
  encoding: 'UTF-8',
  more: false,
  columns: [
    { header: 'Kunde', guess: 'client_number' },
    { header: 'Datum', guess: 'issued_on' },
    { header: 'Betrag', guess: 'amount' },
    { header: 'Notiz' },
  ],
  rows: [{ row: 2, cells: ['17', '03.02.2026', '-1.234,50', 'x'] }],
};

describe('the columns of a file', () => {
  it('are guessed from their headings and first rows', () => {
    expect(guessed(preview, 'EUR')).toEqual({
      fields: ['client_number', 'issued_on', 'amount', ''],
      constants: { currency: 'EUR' },
      dates: 'DD.MM.YYYY',
      decimal: ',',
      source: 'old-books',
      creditNotes: true,
    });
    expect(guessedDates(['4/6/2013', '2/25/2013'])).toBe('MM/DD/YYYY');
    expect(guessedDates(['25/2/2013'])).toBe('DD/MM/YYYY');
    expect(guessedDates([])).toBe('YYYY-MM-DD');
    expect(guessedDates(['someday'])).toBe('YYYY-MM-DD');
  });

  it('say how days and amounts are written when they are chosen', () => {
    const bare = { ...preview, columns: preview.columns.map(({ header }) => ({ header })) };
    const before = guessed(bare, 'EUR');
    expect(before).toMatchObject({ dates: 'YYYY-MM-DD', decimal: '.' });
    const after = chosenAt(chosenAt(before, bare, 1, 'issued_on'), bare, 2, 'amount');
    expect(after).toMatchObject({ dates: 'DD.MM.YYYY', decimal: ',' });
    expect(chosenAt({ ...after, dates: 'DD/MM/YY' }, bare, 1, '').dates).toBe('DD/MM/YY');
    expect(guessedDates(['1/2/2013', '3/4/2013', 'twelve'], 'MM/DD/YYYY')).toBe('MM/DD/YYYY');
  });

  it('become what a profile is composed from', () => {
    const mapping = guessed(preview, 'EUR');
    mapping.fields[3] = 'client_number';
    const choice = choiceOf(mapping, preview, 'receivables');
    expect(choice.columns).toEqual({
      client_number: ['Kunde', 'Notiz'],
      issued_on: 'Datum',
      amount: 'Betrag',
    });
    expect(choice.constants).toEqual({ currency: 'EUR' });
    expect(choice.thousands_separator).toBe('.');
    expect(choice.negative_amounts).toBe('credit_note');
  });

  it('say how well a profile fits', () => {
    const profile = {
      columns: { amount: ['Betrag'], issued_on: ['Datum'], due_on: ['Frist'] },
      optional: ['due_on'],
    };
    expect(fitOf(profile, preview)).toBe(2);
    expect(suits(profile, preview)).toBe(true);
    expect(suits({ ...profile, optional: [] }, preview)).toBe(false);
    expect(codeOf('Alte Bücher 2!')).toBe('alte-bucher-2');
  });
});
