import type { Search } from '@/lib/search';

/** The proof's checks by what they are about. */
export const GROUPS = [
  {
    id: 'journal',
    checks: [
      'entries-balance',
      'entries-balance-in-base',
      'entry-lines',
      'entry-numbers',
      'entry-reversals',
      'posting-days',
      'posting-accounts',
      'locked-periods',
      'period-locks',
    ],
  },
  {
    id: 'items',
    checks: [
      'control-accounts',
      'items-posted',
      'item-days',
      'open-amounts',
      'closed-days',
      'settlements-posted',
      'settlement-days',
      'settlement-limits',
      'settlement-reversals',
    ],
  },
  {
    id: 'documents',
    checks: [
      'invoice-lines',
      'line-amounts',
      'documents-open',
      'documents-kept',
      'refunds-and-write-offs',
    ],
  },
  { id: 'records', checks: ['number-series', 'client-tally', 'audit-trail'] },
] as const;

export type KnownCheck = (typeof GROUPS)[number]['checks'][number];

const KNOWN = new Set<string>(GROUPS.flatMap((group) => group.checks));

export const isKnownCheck = (name: string): name is KnownCheck => KNOWN.has(name);

/** A piece of a difference's words, and what it names. */
export interface Piece {
  text: string;
  /** A screen that shows it. */
  to?: { path: string; search?: Search };
  /** An account, by its number. */
  account?: string;
}

/** What the words of differences name: a client's documents by number, entries, accounts, counted clients, and more. */
const NAMED = new RegExp(
  [
    /\b(?<kind>invoice|credit_note|receipt) (?<number>.+?)(?= in its entry \d|, in base currency|: (?:amount|same number|open although)|$)/,
    /\b(?:(?:entry|settlement) (?:after )?|takes back )(?<entry>\d+)\b/,
    /\baccount (?<account>[^\s,]+)(?=,)/,
    /^clients of (?<owner>[\da-f-]{36}|nobody), (?<status>\w+), (?<what>\w+)$/,
    /^(?<series>series) [^,]+/,
    /^refund .+/,
    /^(?<audit>audit event) \d+/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** Pieces of a difference's words: what they name can be opened. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(NAMED)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    pieces.push({ text: match[0], ...meantBy(match.groups ?? {}) });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

function meantBy(named: Record<string, string | undefined>): Omit<Piece, 'text'> {
  const { kind, number, entry, account, owner, status, what } = named;
  if (entry) return { to: { path: `/journal/${entry}` } };
  if (account) return { account };
  if (kind && number) {
    const path = kind === 'receipt' ? '/receipts' : '/invoices';
    return { to: { path, search: { number } } };
  }
  if (owner) {
    const search = { status, kind: what, archived: 'true' };
    return { to: { path: '/clients', search: owner === 'nobody' ? search : { owner, ...search } } };
  }
  if (named.series) return { to: { path: '/number-series' } };
  return { to: { path: named.audit ? '/audit' : '/refunds' } };
}
