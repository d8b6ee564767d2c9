import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from './client';
import { queryKey } from './keys';
import type { paths } from './schema';

export type ReadPath = {
  [P in keyof paths]: paths[P] extends { get: object } ? P : never;
}[keyof paths];

type Operation<P extends ReadPath> = paths[P]['get'];

/** The JSON that a GET of this path answers. */
export type Answer<P extends ReadPath> =
  Operation<P> extends { responses: { 200: { content: { 'application/json': infer T } } } }
    ? T
    : never;

export type Parameters<P extends ReadPath> =
  Operation<P> extends { parameters: infer Q } ? Omit<Q, 'header' | 'cookie'> : never;

/** Paths that answer a page of a list. */
export type ListPath = {
  [P in ReadPath]: Answer<P> extends { items: unknown[]; total: number } ? P : never;
}[ReadPath];

export type Row<P extends ListPath> = Answer<P> extends { items: (infer T)[] } ? T : never;

export interface Page<T> {
  items: T[];
  total: number;
  next?: string | null;
}

async function get<T>(path: string, params: unknown, signal?: AbortSignal): Promise<T> {
  // The path and its parameters are typed by the callers below; here they are only passed on.
  const untyped = api.GET as unknown as (
    path: string,
    options: { params?: unknown; signal?: AbortSignal },
  ) => Promise<{ data: T }>;
  return (await untyped(path, { params, signal })).data;
}

/** Query options for a GET: for `useQuery`, `prefetchQuery`, `ensureQueryData`. */
export function read<P extends ReadPath>(path: P, params?: Parameters<P>) {
  return queryOptions({
    queryKey: queryKey(path, params),
    queryFn: ({ signal }) => get<Answer<P>>(path, params, signal),
  });
}

/** Reads and shows the last answer while another is on its way: no flicker when parameters change. */
export function useRead<P extends ReadPath>(
  path: P,
  params?: Parameters<P>,
  options: { enabled?: boolean; keep?: boolean; staleTime?: number; refetchInterval?: number } = {},
) {
  const { keep = true, ...rest } = options;
  return useQuery({
    ...read(path, params),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...rest,
  });
}

/** Warms the cache on hover and focus: `<a {...prefetch('/api/v1/clients/{id}', {path: {id}})}>`. */
export function usePrefetch() {
  const client = useQueryClient();
  return useCallback(
    <P extends ReadPath>(path: P, params: Parameters<P>) => {
      const warm = () => void client.prefetchQuery({ ...read(path, params), staleTime: 10_000 });
      return { onMouseEnter: warm, onFocus: warm };
    },
    [client],
  );
}

export type ListQuery = Record<string, string | number | boolean | undefined>;

/** Pages of a list, one after the other, as its table scrolls. */
export function readList<P extends ListPath>(
  path: P,
  query: ListQuery,
  pathParams?: Record<string, string>,
  pageSize = 200,
) {
  return infiniteQueryOptions({
    queryKey: [...queryKey(path, { path: pathParams, query }), 'pages'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      get<Answer<P> & Page<Row<P>>>(
        path,
        { path: pathParams, query: { ...query, limit: pageSize, after: pageParam } },
        signal,
      ),
    getNextPageParam: (page: Page<Row<P>>) => page.next ?? undefined,
  });
}
