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
  { id: 'documents', checks: ['invoice-lines', 'documents-open', 'refunds-and-write-offs'] },
  { id: 'records', checks: ['number-series', 'client-tally', 'audit-trail'] },
] as const;

export type KnownCheck = (typeof GROUPS)[number]['checks'][number];

const KNOWN = new Set<string>(GROUPS.flatMap((group) => group.checks));

export const isKnownCheck = (name: string): name is KnownCheck => KNOWN.has(name);

/** Pieces of a difference's words; numbers of journal entries are found, for linking to them. */
export function entriesIn(text: string): { text: string; entry?: number }[] {
  const pieces: { text: string; entry?: number }[] = [];
  let at = 0;
  for (const match of text.matchAll(/\b(?:entry|settlement) (?:after )?(\d+)\b/g)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    pieces.push({ text: match[0], entry: Number(match[1]) });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}
