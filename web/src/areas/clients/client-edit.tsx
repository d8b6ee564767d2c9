import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch } from '@/api/client';
import { invalidateKinds } from '@/api/keys';
import { isConflict } from '@/api/problem';
import { read } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { ConflictDialog } from '@/ui/ConflictDialog';
import { showDone, showProblem } from '@/ui/toasts';

type Client = Schema<'Client'>;
type Change = Schema<'ClientChange'>;

interface Conflict {
  change: Change;
  before: Client;
  theirs: Client;
}

const patch = (id: string, version: number, change: Change) =>
  body(
    api.PATCH('/api/v1/clients/{id}', {
      params: { path: { id }, header: { 'If-Match': ifMatch(version) } },
      body: change,
    }),
  );

/** Changes a client's fields one at a time; where somebody was faster, asks what shall stand. */
export function useClientEdit(
  client: Client,
  names: Partial<Record<keyof Change, string>>,
  onSettled?: () => void,
) {
  const { t } = useT('clients');
  const queries = useQueryClient();
  const [conflict, setConflict] = useState<Conflict>();
  const [isKeeping, setKeeping] = useState(false);
  const query = read('/api/v1/clients/{id}', { path: { id: client.id } });

  const settle = (after: Client) => {
    queries.setQueryData(query.queryKey, after);
    void invalidateKinds(queries, ['client']);
  };
  const send = async (base: Client, change: Change) => {
    const after = await patch(base.id, base.version, change);
    settle(after);
    const fields = Object.keys(change) as (keyof Change & keyof Client)[];
    const back = Object.fromEntries(fields.map((field) => [field, base[field] ?? null])) as Change;
    const field = fields.map((field) => names[field] ?? field).join(', ');
    const undo = async () => {
      const now = await queries.fetchQuery({ ...query, staleTime: 0 });
      // What others changed elsewhere stays; where they changed this, the older version is refused.
      const isAsLeft = fields.every((field) => inWords(now[field]) === inWords(after[field]));
      settle(await patch(base.id, isAsLeft ? now.version : after.version, back));
    };
    showDone(t('file.saved', { field: `${field}, ${after.number}` }), undo);
  };
  /** Somebody was faster: asks what shall stand. */
  const meet = async (change: Change) => {
    const theirs = await queries.fetchQuery({ ...query, staleTime: 0 });
    setConflict({ change, before: client, theirs });
  };
  /** Throws what belongs at the field; a conflict opens the dialog instead. */
  const save = async (change: Change) => {
    try {
      await send(client, change);
    } catch (problem) {
      if (!isConflict(problem)) throw problem;
      await meet(change);
    }
  };
  // What was typed stands in the dialog until it is saved, or given up.
  const keepMine = async () => {
    if (!conflict) return;
    setKeeping(true);
    try {
      await send(conflict.theirs, conflict.change);
      setConflict(undefined);
      onSettled?.();
    } catch (problem) {
      if (isConflict(problem)) await meet(conflict.change).catch(showProblem);
      else showProblem(problem);
    } finally {
      setKeeping(false);
    }
  };
  const dialog = (
    <ConflictDialog
      opened={conflict !== undefined}
      onClose={() => setConflict(undefined)}
      onTakeTheirs={() => {
        setConflict(undefined);
        onSettled?.();
      }}
      onKeepMine={() => void keepMine()}
      pending={isKeeping}
      fields={conflict ? differences(conflict, names) : []}
    />
  );
  return { save, meet, dialog };
}

/** The fields that either of the two changed. */
function differences(
  { change, before, theirs }: Conflict,
  names: Partial<Record<keyof Change, string>>,
) {
  const fields = Object.keys(names) as (keyof Change & keyof Client)[];
  return fields
    .filter((field) => field in change || inWords(before[field]) !== inWords(theirs[field]))
    .map((field) => ({
      name: names[field] ?? field,
      before: shown(before[field]),
      theirs: shown(theirs[field]),
      // What I did not change stays as they left it.
      yours:
        field in change ? shown(change[field]) : <Text c="dimmed">{shown(theirs[field])}</Text>,
    }));
}

const inWords = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

const shown = (value: unknown): ReactNode => inWords(value) || '–';
