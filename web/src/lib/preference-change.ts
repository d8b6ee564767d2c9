import type { Schema } from '@/api/schemas';
import type { Language } from '@/i18n';

export type Density = Schema<'Density'>;
export type Theme = Schema<'Theme'>;

/** What is kept for one list, or under another name of this program's: facts by name. */
export type Kept = Record<string, unknown>;

/** How somebody wants to see things, as the server keeps it. */
export type Preferences = Omit<Schema<'Preferences'>, 'language' | 'lists'> & {
  language: Language;
  lists: Record<string, Kept>;
};

/** Some of it, to be changed. Within `lists` only the facts that are named change; null forgets one. */
export type PreferenceChange = Partial<Preferences>;

const withoutNulls = (kept: Kept) =>
  Object.fromEntries(Object.entries(kept).filter(([, fact]) => fact !== null));

/** The change laid over what is kept. */
export function merged(preferences: Preferences, change: PreferenceChange): Preferences {
  const lists = { ...preferences.lists };
  for (const [name, facts] of Object.entries(change.lists ?? {})) {
    const kept = withoutNulls({ ...lists[name], ...facts });
    if (Object.keys(kept).length > 0) lists[name] = kept;
    else delete lists[name];
  }
  return { ...preferences, ...change, lists };
}

/** Two changes, the later over the earlier, as one. */
export function joined(earlier: PreferenceChange, later: PreferenceChange): PreferenceChange {
  const change = { ...earlier, ...later };
  if (!earlier.lists && !later.lists) return change;
  const lists = { ...earlier.lists };
  for (const [name, facts] of Object.entries(later.lists ?? {})) {
    lists[name] = { ...lists[name], ...facts };
  }
  return { ...change, lists };
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function differing<T extends object>(facts: T, sent: object): Partial<T> {
  const given = sent as Record<string, unknown>;
  const left = Object.entries(facts).filter(([name, fact]) => !same(fact, given[name]));
  return Object.fromEntries(left) as Partial<T>;
}

/** What of a change is still to be sent after `sent` was: it may have grown meanwhile. */
export function remaining(change: PreferenceChange, sent: PreferenceChange): PreferenceChange {
  const { lists, ...plain } = change;
  const { lists: sentLists = {}, ...sentPlain } = sent;
  const left = Object.entries(lists ?? {})
    .map(([name, facts]) => [name, differing(facts, sentLists[name] ?? {})] as const)
    .filter(([, facts]) => Object.keys(facts).length > 0);
  return {
    ...differing(plain, sentPlain),
    ...(left.length > 0 ? { lists: Object.fromEntries(left) } : {}),
  };
}

export const isNothing = (change: PreferenceChange) => Object.keys(change).length === 0;
