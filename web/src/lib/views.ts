import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/client';
import { isNotFound } from '@/api/problem';

export type Visibility = 'private' | 'team' | 'company';

/** A list's filters, sort and columns under a name. `state` is what the list keeps in the address. */
export interface View {
  id: string;
  list: string;
  name: string;
  state: Record<string, string>;
  visibility: Visibility;
  pinned: boolean;
  mine: boolean;
  version?: number;
}

export type ViewChange = Partial<Pick<View, 'name' | 'state' | 'visibility' | 'pinned'>>;
export type NewView = Pick<View, 'list' | 'name' | 'state' | 'visibility' | 'pinned'>;

const PATH = '/api/v1/views';

// The document of the API does not have views everywhere yet, so their shapes stand here.
interface Untyped {
  GET(path: string, options: object): Promise<{ data: { items: View[] } }>;
  POST(path: string, options: object): Promise<{ data: View }>;
  PATCH(path: string, options: object): Promise<{ data: View }>;
  DELETE(path: string, options: object): Promise<unknown>;
}
const untyped = api as unknown as Untyped;

const matchOf = (view: View) =>
  view.version === undefined ? {} : { headers: { 'If-Match': `"${view.version}"` } };

export const views = {
  create: async (view: NewView, key: string) =>
    (await untyped.POST(PATH, { body: view, headers: { 'Idempotency-Key': key } })).data,
  change: async (view: View, change: ViewChange) =>
    (await untyped.PATCH(`${PATH}/${view.id}`, { body: change, ...matchOf(view) })).data,
  remove: (view: View) => untyped.DELETE(`${PATH}/${view.id}`, matchOf(view)),
};

/** The views of a list; undefined where the server has none to offer. */
export function useViews(list: string): View[] | undefined {
  const { data } = useQuery({
    queryKey: ['views', PATH, list],
    staleTime: 60_000,
    queryFn: async () => {
      try {
        return (await untyped.GET(PATH, { params: { query: { list } } })).data.items;
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
  });
  return data ?? undefined;
}
