import { describe, expect, it } from 'vitest';
import type { Schema } from '@/api/schemas';
import { inFigures, linesOfTax } from '../billing/explain-document';
import { balancesOn } from '../ledger/TotalAmount';
import { movementBefore } from './explain-movement';
import { voidedParts } from './explain-sales';

const EN = { locale: 'en-US' };

describe('what an invoice comes to', () => {
  const line = { tax_category: 'S', tax_rate: '0.08' };

  it('is by tax that of the lines at its rate', () => {
    const free = { tax_category: 'Z', tax_rate: '0' };
    const other = { ...line, tax_rate: '0.20' };
    expect(linesOfTax([line, free, other, line], { category: 'S', rate: '0.08' })).toEqual([
      line,
      line,
    ]);
  });

  it('says how a line is figured', () => {
    expect(inFigures({ quantity: '12', unit_price: '45.8', discount: '0' }, EN)).toBe('12 × 45.8');
    expect(inFigures({ quantity: '1', unit_price: '1000', discount: '0.125' }, EN)).toBe(
      '1 × 1,000 − 12.5 %',
    );
  });
});

describe('what was owed after a movement', () => {
  const moved = (entry_no: number, currency: string, amount = '5.00') =>
    ({ entry_no, currency, amount }) as Schema<'Movement'>;
  const movements = [moved(1, 'USD'), moved(2, 'EUR'), moved(3, 'USD', '0.00'), moved(4, 'USD')];

  it('is what was owed after the one before in its currency', () => {
    expect(movementBefore(movements, moved(4, 'USD'))?.entry_no).toBe(1);
    expect(movementBefore(movements, moved(2, 'EUR'))).toBeUndefined();
    expect(movementBefore(movements, moved(9, 'USD'))).toBeUndefined();
  });
});

describe('the sales of a period', () => {
  const line = { account_id: '1100', currency: 'USD', side: 'credit', amount: '9.50' };
  const entry = {
    entry_no: 7,
    document_id: 'd',
    document_kind: 'invoice',
    document_number: 'INV-1',
    lines: [line, { ...line, account_id: '4000', side: 'debit' }, { ...line, currency: 'EUR' }],
  } as unknown as Schema<'JournalEntry'>;

  it('are less by what was voided of them', () => {
    expect(voidedParts(entry, 'USD', '1100').map(({ amount }) => amount)).toEqual(['-9.50']);
    expect(voidedParts({ ...entry, document_kind: 'receipt' }, 'USD', '1100')).toEqual([]);
  });
});

describe('a side of the trial balance', () => {
  const balance = (currency: string, balance: string, base_balance: string) =>
    ({ currency, balance, base_balance }) as Schema<'Balance'>;
  const usd = balance('USD', '10.00', '10.00');
  const eur = balance('EUR', '-5.00', '-6.00');
  const even = balance('EUR', '0.00', '0.01');

  it('is the balances that stand on it, of a currency or of all', () => {
    const all = [usd, eur, even];
    expect(balancesOn('debit', all, 'USD')).toEqual([usd]);
    expect(balancesOn('credit', all, 'EUR')).toEqual([eur]);
    expect(balancesOn('debit', all, 'EUR')).toEqual([]);
    expect(balancesOn('debit', all, undefined)).toEqual([usd, even]);
  });
});
