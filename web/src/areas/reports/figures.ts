import type { Search } from '@/lib/search';

/** One column of the aged balance: what is open at all, what is not due, or a bucket by its place. */
export type AgingColumn = 'open' | 'not_due' | number;

/** The first and last day of a bucket; the last has no end. */
export function spanOf(place: number, bounds: readonly number[]): [number, number | undefined] {
  return [(bounds[place - 1] ?? 0) + 1, bounds[place]];
}

/** What people type as bounds, as the API wants them; whether they are good is the server's to say. */
export const typedBounds = (text: string) =>
  text
    .split(/[^\d]+/)
    .filter(Boolean)
    .join(',');

export type Level = 'company' | 'owner' | 'client';

/** How deep somebody has looked into the aged balance, and what to ask for there. */
export interface Drill {
  level: Level;
  /** What the table's rows are of. */
  rows: 'owner' | 'client' | 'total';
  /** What the figures over the table are of. */
  totals: 'owner' | 'total';
  query: {
    as_of?: string | undefined;
    basis?: 'due' | 'issued' | undefined;
    buckets?: string | undefined;
    owner?: string | undefined;
    client?: string | undefined;
    include_children?: boolean | undefined;
    currency?: string | undefined;
    in_base?: boolean | undefined;
  };
}

const flag = (word: string | undefined) => (word === 'true' ? true : undefined);

/** Reads the drill from the words of the address. */
export function drillOf(words: Search): Drill {
  const level: Level = words.client ? 'client' : words.owner ? 'owner' : 'company';
  const isClient = level === 'client';
  return {
    level,
    rows: isClient ? 'total' : level === 'owner' || words.by === 'client' ? 'client' : 'owner',
    totals: level === 'owner' ? 'owner' : 'total',
    query: {
      as_of: words.as_of,
      basis: words.basis === 'issued' ? 'issued' : undefined,
      buckets: words.buckets,
      owner: isClient ? undefined : words.owner,
      client: words.client,
      include_children: isClient ? flag(words.include_children) : undefined,
      currency: words.currency,
      in_base: flag(words.in_base),
    },
  };
}

/** How high a bar stands; for drawing only. */
export const height = (amount: string) => Math.max(0, Number(amount));

const RAMP = ['#e2c476', '#dba04a', '#cf7845', '#ba5044', '#a03a55'];
export const NOT_DUE_COLOUR = '#6aa5c4';

/** From pale to deep, the longer the deeper, over as many buckets as there are. */
export function bucketColour(place: number, buckets: number): string {
  const at = buckets <= 1 ? 0 : Math.round((place * (RAMP.length - 1)) / (buckets - 1));
  return RAMP[at] ?? NOT_DUE_COLOUR;
}

export const colourOf = (column: 'not_due' | number, buckets: number) =>
  column === 'not_due' ? NOT_DUE_COLOUR : bucketColour(column, buckets);
