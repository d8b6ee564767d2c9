import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Search } from './search';

type Navigate = (target: {
  to: string;
  search?: Search | ((before: Search) => Search);
  replace?: boolean;
}) => Promise<void>;

/** Goes to an address that is made while the program runs. Written-out addresses use `Link` or `useNavigate`. */
export function useGo(): (to: string, search?: Search) => void {
  const navigate = useNavigate() as unknown as Navigate;
  return useCallback((to, search = {}) => void navigate({ to, search }), [navigate]);
}

/** What stands in the page's address, and how to change some of it. Undefined removes a word. */
export function useSearchWords(): [Search, (change: Search, how?: { replace?: boolean }) => void] {
  const navigate = useNavigate() as unknown as Navigate;
  const words = useSearch({ strict: false }) as Search;
  const change = useCallback(
    (change: Search, { replace = true }: { replace?: boolean } = {}) =>
      void navigate({ to: '.', replace, search: (before) => ({ ...before, ...change }) }),
    [navigate],
  );
  return [words, change];
}
