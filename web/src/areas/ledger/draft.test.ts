import { describe, expect, it } from 'vitest';
import { amountLines, emptyLine, errorsOf, sentLines, typedLine } from './draft';

const bank = { ...emptyLine(1), account: 'bank', debit: '10.00' };
const sales = { ...emptyLine(3), account: 'sales', credit: '10.00', currency: ' eur ' };

describe('a manual entry', () => {
  it('is sent without its empty lines, an amount on its side', () => {
    expect(sentLines([bank, emptyLine(2), sales])).toEqual([
      { account_id: 'bank', side: 'debit', amount: '10.00' },
      { account_id: 'sales', side: 'credit', amount: '10.00', currency: 'EUR' },
    ]);
  });

  it('is asked about with the lines that have an amount, whatever their account', () => {
    const lines = [
      { ...emptyLine(1), debit: '10.00' },
      { ...emptyLine(2), account: 'bank' },
      sales,
    ];
    expect(amountLines(lines).map(typedLine)).toEqual([
      { side: 'debit', amount: '10.00' },
      { side: 'credit', amount: '10.00', currency: 'EUR' },
    ]);
  });

  it('shows a problem at the line that was meant', () => {
    const errors = errorsOf([bank, emptyLine(2), sales], { 'lines/1/amount': 'too many places' });
    expect(errors(sales, 'amount')).toBe('too many places');
    expect(errors(bank, 'amount')).toBeUndefined();
  });
});
