import { describe, expect, it } from 'vitest';
import {
  discounted,
  filledUp,
  invoiceAt,
  movedOver,
  oldestFirst,
  remaining,
  restOf,
  type Shares,
  shareOf,
  type Target,
  toggled,
  tooMuch,
  toSend,
  withShare,
} from './applying';

const target = (id: string, open: string, due_on: string, discount?: string): Target => ({
  id,
  number: id,
  client: 'c',
  open,
  due_on,
  issued_on: '2026-01-01',
  named: false,
  discount,
});
const march = target('march', '100.10', '2026-03-31');
const april = target('april', '50.20', '2026-04-30', '1.00');

describe('putting a credit to invoices', () => {
  it('says exactly what is left', () => {
    const shares = withShare(withShare({}, 'march', { amount: '0.10' }), 'april', {
      amount: '0.2',
    });
    expect(remaining('0.30', shares)).toBe('0.00');
    expect(remaining('0.20', shares)).toBe('-0.10');
  });

  it('toggles all of an invoice, or as much as is left', () => {
    const one = toggled({}, march, '120.00');
    expect(shareOf(one, 'march').amount).toBe('100.10');
    const two = toggled(one, april, '120.00');
    expect(shareOf(two, 'april').amount).toBe('19.90');
    expect(remaining('120.00', two)).toBe('0.00');
    const back = toggled(two, march, '120.00');
    expect(back).toEqual({ april: shareOf(two, 'april') });
    expect(toggled(two, target('may', '5.00', '2026-05-31'), '120.00')).toBe(two);
  });

  it('fills up with what is left, as much as fits', () => {
    const part = withShare({}, 'march', { amount: '40.00' });
    expect(shareOf(filledUp(part, march, '90.00'), 'march').amount).toBe('90.00');
    expect(shareOf(filledUp(part, march, '900.00'), 'march').amount).toBe('100.10');
    expect(shareOf(filledUp(part, march, '90.00', '5.5'), 'march').amount).toBe('45.50');
    expect(filledUp(part, april, '40.00')).toBe(part);
    expect(filledUp(part, april, '30.00')).toBe(part);
  });

  it('moves from one invoice to another what that can take', () => {
    const shares = withShare({}, 'march', { amount: '100.10', closeRest: true });
    const moved = movedOver(shares, march, april);
    expect(shareOf(moved, 'april').amount).toBe('50.20');
    expect(shareOf(moved, 'march')).toMatchObject({ amount: '49.90', closeRest: false });
    expect(movedOver(moved, march, april)).toBe(moved);
    expect(movedOver(moved, april, april)).toBe(moved);
    expect(movedOver(moved, april, march)).toEqual({
      march: { amount: '100.10', withDiscount: false, closeRest: false },
    });
  });

  it('gives to the one due first, whatever the order on screen', () => {
    const shares = oldestFirst([april, march], '110.00');
    expect(shareOf(shares, 'march').amount).toBe('100.10');
    expect(shareOf(shares, 'april').amount).toBe('9.90');
  });

  it('takes the discount off what has to be paid', () => {
    const shares = discounted({}, april, '60.00');
    expect(shareOf(shares, 'april')).toMatchObject({ amount: '49.20', withDiscount: true });
    expect(restOf(april, shareOf(shares, 'april'))).toBe('0.00');
    const full = discounted(toggled({}, april, '60.00'), april, '60.00');
    expect(shareOf(full, 'april').amount).toBe('49.20');
    expect(shareOf(discounted(full, april, '60.00'), 'april').withDiscount).toBe(false);
    expect(discounted({}, march, '60.00')).toEqual({});
  });

  it('sees what is too much', () => {
    expect(tooMuch(march, { amount: '100.11', withDiscount: false, closeRest: false })).toBe(true);
    expect(tooMuch(march, { amount: '100.1', withDiscount: false, closeRest: false })).toBe(false);
  });

  it('sends only what is set, in the order on screen, and finds a problem back', () => {
    const shares: Shares = {
      april: { amount: '49.20', withDiscount: true, closeRest: false },
      march: { amount: '100.00', withDiscount: false, closeRest: true },
      gone: { amount: '', withDiscount: false, closeRest: false },
    };
    const { list, ids } = toSend([march, april, target('may', '1.00', '2026-05-31')], shares);
    expect(list).toEqual([
      { invoice: 'march', amount: '100.00', close_rest: true },
      { invoice: 'april', amount: '49.20', discount: '1.00' },
    ]);
    expect(invoiceAt('list/1/discount', ids)).toBe('april');
    expect(invoiceAt('on', ids)).toBeUndefined();
  });
});
