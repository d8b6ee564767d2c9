import type { Schema } from '@/api/schemas';

/** What the form says of each field: undefined where it stays as it is. */
export interface Form {
  owner?: string | undefined;
  status?: Schema<'ClientStatus'> | undefined;
  term?: string | undefined;
  type?: string | undefined;
  add: string[];
  remove: string[];
}

export const EMPTY: Form = { add: [], remove: [] };

/** Chosen in place of an owner: that there shall be none. */
export const NOBODY = 'nobody';

/** As the API wants it: what stays is left out. */
export function wishOf({ owner, status, term, type, add, remove }: Form): Schema<'ClientsWish'> {
  return {
    ...(owner ? { owner_id: owner === NOBODY ? null : owner } : {}),
    ...(status ? { status } : {}),
    ...(term ? { payment_term: term } : {}),
    ...(type?.trim() ? { client_type: type.trim() } : {}),
    ...(add.length > 0 ? { add_tags: add } : {}),
    ...(remove.length > 0 ? { remove_tags: remove } : {}),
  };
}

export const asksNothing = (form: Form) => Object.keys(wishOf(form)).length === 0;

type Facts = Record<string, unknown>;

/** What a client's field is and would be. */
export function difference(client: Schema<'PlannedClient'>, field: string): [unknown, unknown] {
  const { before, after } = client.difference as { before?: Facts; after?: Facts };
  return [before?.[field], after?.[field]];
}

/** The fields that differ in any of the clients, in the order of the form. */
export function differing(changes: readonly Schema<'PlannedClient'>[]): string[] {
  const found = new Set(
    changes.flatMap(({ difference }) => Object.keys((difference as { after?: Facts }).after ?? {})),
  );
  const order = ['owner_id', 'status', 'payment_term', 'client_type', 'tags'];
  return [...order.filter((field) => found.delete(field)), ...found];
}

/** Tags that a client would get and lose. */
export function comingAndGoing(before: unknown, after: unknown) {
  const [had, has] = [before, after].map((tags) => (Array.isArray(tags) ? tags.map(String) : []));
  return {
    coming: has?.filter((tag) => !had?.includes(tag)) ?? [],
    going: had?.filter((tag) => !has?.includes(tag)) ?? [],
  };
}
