import { useMemo } from 'react';
import type { ListQuery } from '@/api/read';
import { useSearchWords } from '@/lib/go';
import { useListPreferences } from '@/lib/preferences';
import type { Search } from '@/lib/search';
import { stateOf, type View } from '@/lib/views';
import { type Widths, withWidth } from './column-widths';
import { type Column, type Filter, paramsOf } from './definition';

/** What a list's address says: filters by the API's names, the sort, the columns. */
export interface ListState {
  filters: Search;
  sort: string | undefined;
  columns: readonly string[] | undefined;
  view: string | undefined;
}

export function readState(words: Search, filters: readonly Filter[]): ListState {
  const set: Search = {};
  for (const param of filters.flatMap(paramsOf)) {
    if (words[param]) set[param] = words[param];
  }
  return {
    filters: set,
    sort: words.sort,
    columns: words.cols?.split(',').filter(Boolean),
    view: words.view,
  };
}

/** The columns to show: as asked for, unknown ones left out; else those not hidden. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  wanted: readonly string[] | undefined,
): readonly Column<Row>[] {
  const found = (wanted ?? [])
    .map((id) => columns.find((column) => column.id === id))
    .filter((column) => column !== undefined);
  return found.length > 0 ? found : columns.filter((column) => !column.hidden);
}

/** Once up, once down, then as it was: what a click on a header asks for. */
export function nextSort(sort: string | undefined, word: string): string | undefined {
  if (sort === word) return `-${word}`;
  return sort === `-${word}` ? undefined : word;
}

/** The list's state as kept in a saved view. */
export function viewState({ filters, sort, columns }: ListState): Record<string, string> {
  const state: Record<string, string> = {};
  for (const [name, value] of Object.entries(filters)) if (value) state[name] = value;
  if (sort) state.sort = sort;
  if (columns) state.cols = columns.join(',');
  return state;
}

/** Booleans and numbers go out as the words in the address say; the API reads them. */
export const queryOf = (state: ListState, usualSort: string | undefined): ListQuery => ({
  ...state.filters,
  sort: state.sort ?? usualSort,
});

const NO_WIDTHS: Widths = {};

export function useListState<Row>(
  list: string,
  columns: readonly Column<Row>[],
  filters: readonly Filter[],
) {
  const [words, change] = useSearchWords();
  const { settled, settle } = useListPreferences(list);
  const state = useMemo(() => readState(words, filters), [words, filters]);
  const wanted = state.columns ?? settled.columns ?? undefined;
  const shown = useMemo(() => shownColumns(columns, wanted), [columns, wanted]);
  const widths = settled.widths ?? NO_WIDTHS;
  return {
    state,
    shown,
    widths,
    setWidth: (column: string, px: number | undefined) => {
      const next = withWidth(widths, column, px);
      settle({ widths: Object.keys(next).length > 0 ? next : null });
    },
    setFilters: (set: Search) => change(set),
    setSort: (sort: string | undefined) => change({ sort }),
    setColumns: (ids: readonly string[] | undefined) => {
      change({ cols: ids?.join(',') });
      settle(ids ? { columns: [...ids] } : { columns: null, widths: null });
    },
    /** Shows a saved view, or the usual one. */
    setView: (view: View | undefined) => {
      const cleared: Search = { sort: undefined, cols: undefined };
      for (const param of filters.flatMap(paramsOf)) cleared[param] = undefined;
      change({ ...cleared, ...(view && stateOf(view)), view: view?.id }, { replace: false });
    },
  };
}
