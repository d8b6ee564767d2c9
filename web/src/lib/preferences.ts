import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '@/api/client';
import { isNotFound } from '@/api/problem';
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
}

const PATH = '/api/v1/preferences';
const KEY = ['preferences', PATH];
const LOCAL = 'rapport.preferences';

const untyped = api as unknown as {
  GET(path: string): Promise<{ data: Preferences }>;
  PUT(path: string, options: { body: Preferences }): Promise<unknown>;
};

export function localPreferences(): Preferences {
  try {
    return JSON.parse(localStorage.getItem(LOCAL) ?? '{}') as Preferences;
  } catch {
    return {};
  }
}

const keepLocally = (preferences: Preferences) =>
  localStorage.setItem(LOCAL, JSON.stringify(preferences));

async function readPreferences(): Promise<Kept> {
  try {
    const preferences = (await untyped.GET(PATH)).data;
    keepLocally(preferences);
    return { preferences, onServer: true };
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
      queries.setQueryData<Kept>(KEY, { preferences, onServer });
      keepLocally(preferences);
      if (onServer) await untyped.PUT(PATH, { body: preferences });
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
