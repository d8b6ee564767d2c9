import { api, body, ifMatch } from '@/api/client';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useSession } from '@/shell/session';

export type Visibility = Schema<'Visibility'>;
export type View = Schema<'View'>;
export type ViewChange = Schema<'ViewChange'>;
/** A list's filters, sort and columns by the words of the address. */
export type ViewState = Record<string, string>;

const PATH = '/api/v1/views';
const VIEWS_MAX = 500;

/** What a list keeps in a view: only words that an address can hold. */
export const stateOf = (view: Pick<View, 'state'>): ViewState =>
  Object.fromEntries(
    Object.entries(view.state as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

/** The state as the API's document types it: whatever the screen keeps. */
export const kept = (state: ViewState) => state as unknown as View['state'];

export const isSameState = (one: ViewState, other: ViewState) => {
  const inOrder = (state: ViewState) => JSON.stringify(Object.entries(state).sort());
  return inOrder(one) === inOrder(other);
};

export const views = {
  create: (view: Schema<'NewView'>, key: string) =>
    body(api.POST(PATH, { params: { header: { 'Idempotency-Key': key } }, body: view })),
  change: (view: View, change: ViewChange) =>
    body(
      api.PATCH(`${PATH}/{id}`, {
        params: { path: { id: view.id }, header: { 'If-Match': ifMatch(view.version) } },
        body: change,
      }),
    ),
  remove: async (view: View) => {
    await api.DELETE(`${PATH}/{id}`, { params: { path: { id: view.id } } });
  },
};

/** A deleted view as it was, to be made again. */
export const asNew = ({ list, name, visibility, team_id, state, pinned }: View) => ({
  list,
  name,
  visibility,
  state,
  pinned,
  team_id: team_id ?? null,
});

/** All views in sight, read once for the navigation and every list; the pinned ones first. */
export function useViews(list?: string): readonly View[] {
  const { data } = useRead(PATH, { query: { limit: VIEWS_MAX } }, { staleTime: 60_000 });
  const own = data?.items.filter((view) => list === undefined || view.list === list) ?? [];
  return own.toSorted((one, other) => Number(other.pinned) - Number(one.pinned));
}

/** The teams one belongs to or manages. */
export const useOwnTeams = () => useSession().user.teams;
