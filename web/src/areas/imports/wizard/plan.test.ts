import { describe, expect, it } from 'vitest';
import type { Schema } from '@/api/schemas';
import { bringsNothing, refusedName } from './plan';

const nothing: Schema<'ImportCounts'> = {
  rows: 5,
  new_clients: 0,
  known_clients: 2,
  new_contacts: 0,
  changes: 0,
  unchanged: 4,
  refused: 1,
  invoices: [],
  credit_notes: [],
  receipts: [],
};

describe('a plan', () => {
  it('is pointless where every row is known or refused', () => {
    expect(bringsNothing(nothing)).toBe(true);
    expect(bringsNothing({ ...nothing, changes: 1 })).toBe(false);
    const receipts = [{ currency: 'USD', count: 1, sum: '5.00' }];
    expect(bringsNothing({ ...nothing, receipts })).toBe(false);
  });

  it('names the file of refused rows after the file', () => {
    expect(refusedName('open items.xlsx')).toBe('open items.refused.csv');
    expect(refusedName('a.b.csv')).toBe('a.b.refused.csv');
    expect(refusedName('')).toBe('file.refused.csv');
  });
});
