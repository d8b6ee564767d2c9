import { describe, expect, it } from 'vitest';
import { entriesIn, isKnownCheck } from './proof-checks';

describe('the words of a difference', () => {
  it('lead to the journal entries that they name', () => {
    expect(entriesIn('invoice INV-000017 in its entry 42')).toEqual([
      { text: 'invoice INV-000017 in its ' },
      { text: 'entry 42', entry: 42 },
    ]);
    expect(entriesIn('settlement 7 of receipt R-1')).toEqual([
      { text: 'settlement 7', entry: 7 },
      { text: ' of receipt R-1' },
    ]);
  });

  it('stay as they are where they name none', () => {
    expect(entriesIn('refund RF-000001')).toEqual([{ text: 'refund RF-000001' }]);
  });
});

describe('known checks', () => {
  it('are told from new ones', () => {
    expect(isKnownCheck('control-accounts')).toBe(true);
    expect(isKnownCheck('something-new')).toBe(false);
  });
});
