import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, body } from '@/api/client';
import { isNotFound } from '@/api/problem';
import type { Schema } from '@/api/schemas';
import type { Language } from '@/i18n';

export type Density = 'compact' | 'normal' | 'roomy';
export type Theme = 'light' | 'dark' | 'auto';

/** What somebody settled for one list: the columns in their order, and how wide they are. */
export interface ListPreferences {
  columns?: string[];
  widths?: Record<string, number>;
}

export interface Preferences {
  language?: Language;
  locale?: string;
  time_zone?: string;
  density?: Density;
  theme?: Theme;
  lists?: Record<string, ListPreferences>;
  /** The last entry of "What changed" that was seen. */
  changes_seen?: string;
  [other: string]: unknown;
}

interface Kept {
  preferences: Preferences;
  /** False where the server keeps none: they stay in this browser. */
  onServer: boolean;
  wire?: Wire | undefined;
}

const PATH = '/api/v1/preferences';
const KEY = ['preferences', PATH];
const LOCAL = 'rapport.preferences';

type Wire = Schema<'Preferences'>;

/** Where the server's settings keep what only this program knows of. */
const APP = 'app';

/** The server knows fewer words: the others stand among what it keeps for the screen. */
export function fromWire({ lists, theme, density, locale, ...wire }: Wire): Preferences {
  const { [APP]: own, ...others } = lists as Record<string, ListPreferences | undefined>;
  return {
    ...wire,
    language: wire.language as Language,
    ...(locale ? { locale } : {}),
    theme: theme === 'system' ? 'auto' : theme,
    density: density === 'compact' ? 'compact' : 'normal',
    ...(own as Partial<Preferences> | undefined),
    lists: others as Record<string, ListPreferences>,
  };
}

/** `known` is what the server has: it wants all of it back. */
export function toWire(preferences: Preferences, known: Wire): Wire {
  const { language, locale, time_zone, theme, density, lists, ...own } = preferences;
  const app = { ...own, ...(density === 'roomy' ? { density } : {}) };
  return {
    language: language ?? known.language,
    time_zone: time_zone ?? known.time_zone,
    locale: locale ?? null,
    theme: theme === 'auto' || theme === undefined ? 'system' : theme,
    density: density === 'compact' ? 'compact' : 'comfortable',
    lists: { ...lists, ...(Object.keys(app).length > 0 ? { [APP]: app } : {}) } as Wire['lists'],
  };
}

export function localPreferences(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(LOCAL) ?? '{}') as Preferences;
    const isKnown = kept.theme === undefined || ['light', 'dark', 'auto'].includes(kept.theme);
    return isKnown ? kept : {};
  } catch {
    return {};
  }
}

const keepLocally = (preferences: Preferences) =>
  localStorage.setItem(LOCAL, JSON.stringify(preferences));

async function readPreferences(): Promise<Kept> {
  try {
    const wire = await body(api.GET(PATH));
    const preferences = fromWire(wire);
    keepLocally(preferences);
    return { preferences, onServer: true, wire };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return { preferences: localPreferences(), onServer: false };
  }
}

/** The signed-in user's settings. The last ones known here are shown until the server answers. */
export function usePreferences() {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: readPreferences,
    staleTime: 5 * 60_000,
    placeholderData: () => ({ preferences: localPreferences(), onServer: false }),
  });
  const change = useCallback(
    async (part: Partial<Preferences>) => {
      const known = queries.getQueryData<Kept>(KEY);
      const onServer = known?.onServer ?? false;
      const preferences = { ...(known?.preferences ?? localPreferences()), ...part };
      const wire = known?.wire;
      queries.setQueryData<Kept>(KEY, { preferences, onServer, wire });
      keepLocally(preferences);
      if (wire) await api.PUT(PATH, { body: toWire(preferences, wire) });
    },
    [queries],
  );
  const kept = data ?? { preferences: localPreferences(), onServer: false };
  return { preferences: kept.preferences, onServer: kept.onServer, change };
}

/** What somebody settled for one list, and how to change it. */
export function useListPreferences(list: string) {
  const { preferences, change } = usePreferences();
  const lists = preferences.lists ?? {};
  return {
    settled: lists[list] ?? {},
    settle: (part: ListPreferences) =>
      change({ lists: { ...lists, [list]: { ...lists[list], ...part } } }),
  };
}
