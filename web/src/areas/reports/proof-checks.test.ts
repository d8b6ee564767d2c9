import { describe, expect, it } from 'vitest';
import { isKnownCheck, piecesOf } from './proof-checks';

const entry = (no: number) => ({ to: { path: `/journal/${no}` } });
const document = (list: string, number: string) => ({ to: { path: list, search: { number } } });

describe('the words of a difference', () => {
  it('lead to the journal entries that they name', () => {
    expect(piecesOf('line 2 of entry 42')).toEqual([
      { text: 'line 2 of ' },
      { text: 'entry 42', ...entry(42) },
    ]);
    expect(piecesOf('write-off of entry 7')[1]).toEqual({ text: 'entry 7', ...entry(7) });
    expect(piecesOf('entry 9, which takes back 8, on account 1100, USD')).toEqual([
      { text: 'entry 9', ...entry(9) },
      { text: ', which ' },
      { text: 'takes back 8', ...entry(8) },
      { text: ', on ' },
      { text: 'account 1100', account: '1100' },
      { text: ', USD' },
    ]);
  });

  it('lead to the documents that they name', () => {
    expect(piecesOf('net of invoice INV-000017')).toEqual([
      { text: 'net of ' },
      { text: 'invoice INV-000017', ...document('/invoices', 'INV-000017') },
    ]);
    expect(piecesOf('invoice INV-000017 in its entry 42, in base currency')).toEqual([
      { text: 'invoice INV-000017', ...document('/invoices', 'INV-000017') },
      { text: ' in its ' },
      { text: 'entry 42', ...entry(42) },
      { text: ', in base currency' },
    ]);
    expect(piecesOf('settlement 7 of receipt R-1, in base currency')).toEqual([
      { text: 'settlement 7', ...entry(7) },
      { text: ' of ' },
      { text: 'receipt R-1', ...document('/receipts', 'R-1') },
      { text: ', in base currency' },
    ]);
    expect(piecesOf('credit_note A 17/2: amount')[0]).toEqual({
      text: 'credit_note A 17/2',
      ...document('/invoices', 'A 17/2'),
    });
  });

  it('lead to what was counted', () => {
    const owner = '01890a5d-ac96-774b-bcce-b302099a8057';
    expect(piecesOf(`clients of ${owner}, active, person`)[0]?.to).toEqual({
      path: '/clients',
      search: { owner, status: 'active', kind: 'person', archived: 'true' },
    });
    expect(piecesOf('series invoices, number after 4')[0]?.to).toEqual({ path: '/number-series' });
    expect(piecesOf('refund RF-000001')).toEqual([
      { text: 'refund RF-000001', to: { path: '/refunds' } },
    ]);
  });

  it('stay as they are where they name nothing', () => {
    expect(piecesOf('something else, 17')).toEqual([{ text: 'something else, 17' }]);
    expect(piecesOf('account of line 2 of entry 5')[0]).toEqual({ text: 'account of line 2 of ' });
  });
});

describe('known checks', () => {
  it('are told from new ones', () => {
    expect(isKnownCheck('control-accounts')).toBe(true);
    expect(isKnownCheck('something-new')).toBe(false);
  });
});
