import { queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { api, body } from '@/api/client';
import { isProblem } from '@/api/problem';
import { queryClient } from '@/api/query-client';
import type { Schema } from '@/api/schemas';
import { sessionQuery } from '@/shell/session';
import { showProblem } from '@/ui/toasts';
import {
  isNothing,
  type Kept,
  merged,
  type PreferenceChange,
  type Preferences,
} from './preference-change';
import { Outbox } from './preference-outbox';

export type { Density, PreferenceChange, Preferences, Theme } from './preference-change';

/** What somebody settled for one list: the columns in their order, and how wide they are. */
export interface ListPreferences {
  columns?: string[] | null;
  widths?: Readonly<Record<string, number>> | null;
}

const PATH = '/api/v1/preferences';
const KEY = ['preferences', PATH];
/** The last known ones, for the moment before the server answers, and for the sign-in page. */
const LAST = 'rapport.preferences';
/** Where the server's settings keep what belongs to no list: a list's name that no list has. */
const APP = 'app';

type Wire = Schema<'Preferences'>;

const THEMES: readonly string[] = ['system', 'light', 'dark'] satisfies Schema<'Theme'>[];

export function localPreferences(): Partial<Preferences> {
  try {
    const last = JSON.parse(localStorage.getItem(LAST) ?? '{}') as Partial<Preferences>;
    return THEMES.includes(last.theme ?? '') ? last : {};
  } catch {
    return {};
  }
}

const readServer = async () => (await body(api.GET(PATH))) as Preferences;

/** Shown is what the server has, with what is still on the way to it. */
function keep(onServer: Preferences): Preferences {
  const preferences = merged(onServer, outbox().pending());
  localStorage.setItem(LAST, JSON.stringify(preferences));
  return preferences;
}

let known: { user: string; outbox: Outbox } | undefined;

/** Of who is signed in: another's changes must not go out under their name. */
function outbox(): Outbox {
  const user = queryClient.getQueryData(sessionQuery.queryKey)?.user.id ?? '';
  if (known?.user !== user) {
    const own = new Outbox({
      send: async (change) => {
        const now = await readServer();
        // Another tab or computer may have changed something else meanwhile.
        const kept = await body(api.PUT(PATH, { body: merged(now, change) as Wire }));
        queryClient.setQueryData(KEY, keep(kept as Preferences));
      },
      isRefusal: (error) => isProblem(error) && error.status < 500,
      refused: (error) => {
        void queryClient.invalidateQueries({ queryKey: KEY });
        showProblem(error);
      },
      storage: localStorage,
      key: `${LAST}.unsent.${user}`,
    });
    window.addEventListener('online', () => void own.flush());
    known = { user, outbox: own };
  }
  return known.outbox;
}

const preferencesQuery = queryOptions({
  queryKey: KEY,
  queryFn: async () => keep(await readServer()),
  staleTime: 5 * 60_000,
});

/** The signed-in user's settings. The last ones known here are shown until the server answers. */
export function usePreferences(): {
  preferences: Partial<Preferences>;
  change: (change: PreferenceChange) => void;
} {
  const { data } = useQuery<Partial<Preferences>>({
    ...(preferencesQuery as object),
    queryKey: KEY,
    placeholderData: localPreferences,
  });
  const change = useCallback((change: PreferenceChange) => {
    const before = queryClient.getQueryData<Preferences>(KEY);
    const shown = merged({ ...localPreferences(), lists: {}, ...before } as Preferences, change);
    // Only over an answer of the server's: else its first one would be taken for fresh.
    if (before) queryClient.setQueryData(KEY, shown);
    localStorage.setItem(LAST, JSON.stringify(shown));
    outbox().add(change);
  }, []);
  return { preferences: data ?? {}, change };
}

/** Whether settings wait for the connection. */
export const useUnsentPreferences = () =>
  useSyncExternalStore(
    (listener) => outbox().subscribe(listener),
    () => !isNothing(outbox().pending()),
  );

/** What somebody settled for one list, and how to change it. */
export function useListPreferences(list: string) {
  const { preferences, change } = usePreferences();
  return {
    settled: (preferences.lists?.[list] ?? {}) as ListPreferences,
    settle: (part: ListPreferences) => change({ lists: { [list]: part as Kept } }),
  };
}

/** What this program keeps for somebody besides their settings. */
export function useOwnFact<T>(name: string): [T | undefined, (fact: T) => void] {
  const { preferences, change } = usePreferences();
  const fact = preferences.lists?.[APP]?.[name] as T | undefined;
  const set = useCallback(
    (fact: T) => change({ lists: { [APP]: { [name]: fact } } }),
    [change, name],
  );
  return [fact, set];
}
