import { describe, expect, it } from 'vitest';
import {
  addedAfter,
  changedAt,
  copiedAfter,
  emptyLine,
  lineOf,
  linesToFigure,
  linesToSend,
  movedBy,
  pastedLines,
  placeOf,
  removedAt,
} from './lines';

const written = (description: string, price: string) => ({
  ...emptyLine('standard'),
  description,
  price,
});
const words = (lines: readonly { description: string }[]) =>
  lines.map((line) => line.description).join(' ');

describe('the lines of an invoice', () => {
  const lines = [written('a', '1'), written('b', '2'), written('c', '3')];

  it('are added below, taxed as the one above', () => {
    const reduced = changedAt(lines, 1, { tax: 'reduced' });
    const more = addedAfter(reduced, 1, 'standard');
    expect(more).toHaveLength(4);
    expect(more[2]).toMatchObject({ description: '', quantity: '1', tax: 'reduced' });
  });

  it('move within the grid only', () => {
    expect(words(movedBy(lines, 0, 1))).toBe('b a c');
    expect(words(movedBy(lines, 2, -1))).toBe('a c b');
    expect(words(movedBy(lines, 0, -1))).toBe('a b c');
    expect(words(movedBy(lines, 2, 1))).toBe('a b c');
  });

  it('are copied with a key of their own', () => {
    const more = copiedAfter(lines, 0);
    expect(words(more)).toBe('a a b c');
    expect(more[1]?.key).not.toBe(more[0]?.key);
  });

  it('never run out', () => {
    const one = removedAt([written('a', '1')], 0, 'standard');
    expect(one).toHaveLength(1);
    expect(one[0]?.description).toBe('');
    expect(words(removedAt(lines, 1, ''))).toBe('a c');
  });

  it('leave out what nobody wrote, and know which row a problem is about', () => {
    const some = [written('a', '1'), emptyLine('standard'), written('b', '')];
    const { lines, keys } = linesToSend(some);
    expect(lines.map((line) => line.description)).toEqual(['a', 'b']);
    expect(placeOf('lines/1/unit_price', keys)).toEqual({ key: some[2]?.key, cell: 'price' });
    expect(placeOf('lines/9/quantity', keys)).toBeUndefined();
    expect(placeOf('client', keys)).toBeUndefined();
  });

  it('are figured as soon as they have a price', () => {
    const { lines } = linesToFigure([written('', '9.50'), written('b', '')]);
    expect(lines).toEqual([
      { description: '–', quantity: '1', unit_price: '9.50', tax_code: 'standard' },
    ]);
  });

  it('write percents, and send fractions', () => {
    const [line] = linesToSend([{ ...written('a', '1'), percent: '12.5' }]).lines;
    expect(line?.discount).toBe('0.125');
    expect(lineOf({ ...apiLine, discount: '0.1' }).percent).toBe('10');
    expect(lineOf({ ...apiLine, discount: '0' }).percent).toBe('');
  });

  it('come from a spreadsheet', () => {
    const pasted = pastedLines('Tea\t2\t1,50\t10%\nCoffee\t1\t7\n', 'standard', 'es-ES');
    expect(pasted).toMatchObject([
      { description: 'Tea', quantity: '2', price: '1.50', percent: '10' },
      { description: 'Coffee', quantity: '1', price: '7', percent: '' },
    ]);
    expect(pastedLines('just words', 'standard', 'en-US')).toBeUndefined();
    expect(pastedLines('Tea\t4.20', 'standard', 'en-US')).toMatchObject([{ price: '4.20' }]);
  });
});

const apiLine = {
  description: 'a',
  quantity: '1',
  unit_price: '1',
  discount: '0',
  tax_category: 'S',
  tax_code: 'standard',
  tax_rate: '0.0825',
  net: '1.00',
  account: null,
};
