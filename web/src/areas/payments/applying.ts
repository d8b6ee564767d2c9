import type { Schema } from '@/api/schemas';
import { compareDecimals, difference, lesser, sumOf } from '@/lib/decimal';
import { isNegative, isZero } from '@/lib/format';

/** An open invoice that a credit could go to. */
export interface Target {
  id: string;
  number: string;
  client: string;
  open: string;
  due_on: string;
  issued_on: string;
  /** Its number stands in the reference. */
  named: boolean;
  /** What the server would put to it, where it suggests something. */
  suggested?: string | undefined;
  /** The discount for early payment that stands until the day, where there is one. */
  discount?: string | undefined;
}

/** What somebody means to put to one invoice. */
export interface Share {
  amount: string;
  withDiscount: boolean;
  closeRest: boolean;
}

export type Shares = Readonly<Record<string, Share>>;

const NOTHING: Share = { amount: '', withDiscount: false, closeRest: false };

export const shareOf = (shares: Shares, id: string): Share => shares[id] ?? NOTHING;

/** Something that can be given away: neither nothing nor a text that is no number. */
export const isAmount = (amount: string | undefined): amount is string =>
  amount !== undefined && compareDecimals(amount, '0') > 0;

export const isSet = (share: Share) =>
  (share.amount !== '' && !isZero(share.amount)) || share.withDiscount || share.closeRest;

/** What of the credit is not given to any invoice yet; below nought where it is more than there is. */
export const remaining = (free: string, shares: Shares) =>
  difference(free, sumOf(Object.values(shares).map((share) => share.amount)));

const discountOf = (target: Target, share: Share) =>
  share.withDiscount ? (target.discount ?? '0') : '0';

/** What would stay open of an invoice. */
export const restOf = (target: Target, share: Share) =>
  difference(target.open, sumOf([share.amount, discountOf(target, share)]));

/** With another share; an empty one is forgotten. */
export function withShare(shares: Shares, id: string, change: Partial<Share>): Shares {
  const next = { ...shareOf(shares, id), ...change };
  const { [id]: _, ...rest } = shares;
  return next.amount === '' && !next.withDiscount && !next.closeRest
    ? rest
    : { ...rest, [id]: next };
}

const above = (amount: string) => (isNegative(amount) ? '0' : amount);

/** All that is open of it, or as much as is left; nothing where it has something already. */
export function toggled(shares: Shares, target: Target, free: string): Shares {
  const share = shareOf(shares, target.id);
  if (isSet(share)) return withShare(shares, target.id, NOTHING);
  const left = above(remaining(free, shares));
  const amount = lesser(target.open, left);
  return isZero(amount) ? shares : withShare(shares, target.id, { amount });
}

/** How much of an amount an invoice can take beside what it has. */
export const fitting = (target: Target, share: Share, amount: string) =>
  above(lesser(restOf(target, share), amount));

/** Adds to an invoice what of the amount fits; `most` where less than all that is left is meant. */
export function filledUp(shares: Shares, target: Target, free: string, most?: string): Shares {
  const share = shareOf(shares, target.id);
  const left = above(remaining(free, shares));
  const fits = fitting(target, share, most === undefined ? left : lesser(most, left));
  if (isZero(fits)) return shares;
  return withShare(shares, target.id, { amount: sumOf([share.amount, fits]) });
}

/** Takes from one invoice what another can take, and gives it to that. */
export function movedOver(shares: Shares, from: Target, to: Target): Shares {
  const given = shareOf(shares, from.id);
  const share = shareOf(shares, to.id);
  const fits = fitting(to, share, given.amount);
  if (from.id === to.id || isZero(fits)) return shares;
  const kept = difference(given.amount, fits);
  const without = isZero(kept)
    ? withShare(shares, from.id, NOTHING)
    : withShare(shares, from.id, { amount: kept, closeRest: false });
  return withShare(without, to.id, { amount: sumOf([share.amount, fits]) });
}

/** Takes the discount, or leaves it. What is put to the invoice shrinks where it would be too much. */
export function discounted(shares: Shares, target: Target, free: string): Shares {
  if (!target.discount) return shares;
  const share = shareOf(shares, target.id);
  if (share.withDiscount) return withShare(shares, target.id, { withDiscount: false });
  const most = difference(target.open, target.discount);
  const left = above(sumOf([remaining(free, shares), share.amount]));
  const wanted = share.amount === '' ? most : lesser(share.amount, most);
  return withShare(shares, target.id, { amount: lesser(wanted, left), withDiscount: true });
}

/** Gives all there is to the invoices in the order in which they are due. */
export function oldestFirst(targets: readonly Target[], free: string): Shares {
  const inOrder = targets.toSorted(
    (a, b) =>
      a.due_on.localeCompare(b.due_on) ||
      a.issued_on.localeCompare(b.issued_on) ||
      a.number.localeCompare(b.number),
  );
  return inOrder.reduce<Shares>((shares, target) => toggled(shares, target, free), {});
}

/** As the server suggests. */
export const suggested = (suggestions: readonly Schema<'Suggestion'>[]): Shares =>
  Object.fromEntries(
    suggestions
      .filter((one) => !isZero(one.amount))
      .map((one) => [one.item.id, { ...NOTHING, amount: one.amount }]),
  );

/** As the API takes it, in the order in which the invoices stand. */
export function toSend(
  targets: readonly Target[],
  shares: Shares,
): { list: Schema<'NewApplication'>[]; ids: string[] } {
  const chosen = targets.filter((target) => isSet(shareOf(shares, target.id)));
  const list = chosen.map((target) => {
    const share = shareOf(shares, target.id);
    return {
      invoice: target.id,
      amount: share.amount || '0',
      ...(share.withDiscount && target.discount ? { discount: target.discount } : {}),
      ...(share.closeRest ? { close_rest: true } : {}),
    };
  });
  return { list, ids: chosen.map((target) => target.id) };
}

/** `list/2/amount` of a problem, as the invoice it is about. */
export function invoiceAt(field: string | undefined, ids: readonly string[]): string | undefined {
  const [, index] = /list\/(\d+)/.exec(field ?? '') ?? [];
  return index === undefined ? undefined : ids[Number(index)];
}

/** What is wrong to see before it is sent. */
export function tooMuch(target: Target, share: Share): boolean {
  return compareDecimals(restOf(target, share), '0') < 0;
}
