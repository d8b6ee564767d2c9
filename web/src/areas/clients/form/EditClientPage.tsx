import { Skeleton } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body, ifMatch } from '@/api/client';
import { isConflict } from '@/api/problem';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { useLeaveGuard } from '@/ui/LeaveGuard';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useClientEdit } from '../client-edit';
import { useFieldNames } from '../client-fields';
import { ClientForm } from './ClientForm';
import { changeOf, type Draft, draftOf, pathsOf } from './draft';

type Client = Schema<'Client'>;

/** All fields of a client at once. */
export function EditClientPage() {
  const { id } = useParams({ from: '/clients/$id/edit' });
  const { t } = useT('clients');
  const { data, error, refetch } = useRead(
    '/api/v1/clients/{id}',
    { path: { id } },
    { keep: false },
  );
  const name = data && (data.trading_name ?? data.legal_name);
  return (
    <Page>
      <PageHeader title={name ? t('form.editOf', { name }) : ' '} subtitle={data?.number ?? ' '} />
      {error && !data && <ProblemAlert error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={400} maw={920} />}
      {data && <Editing key={data.id} client={data} />}
    </Page>
  );
}

/** Somebody else's change must not move what is being typed: the form keeps the client as it was opened. */
function Editing({ client: latest }: { client: Client }) {
  const { t } = useT('clients');
  const go = useGo();
  const [client] = useState(latest);
  const [draft, setDraft] = useState<Draft>(() => draftOf(client));
  const [initial] = useState(draft);
  const guard = useLeaveGuard(draft !== initial);
  const leave = () => go(`/clients/${client.id}`);
  const end = () => {
    guard.release();
    leave();
  };
  const { meet, dialog } = useClientEdit(client, useFieldNames(), end);
  const send = (base: Client, change: Schema<'ClientChange'>) =>
    body(
      api.PATCH('/api/v1/clients/{id}', {
        params: { path: { id: base.id }, header: { 'If-Match': ifMatch(base.version) } },
        body: change,
      }),
    );
  const save = useChange({
    run: async (change: Schema<'ClientChange'>) => {
      try {
        return await send(client, change);
      } catch (problem) {
        if (!isConflict(problem)) throw problem;
        await meet(change);
        return undefined;
      }
    },
    touches: ['client'],
    onDone: (saved) => saved && end(),
    fields: pathsOf(draft),
  });
  const submit = () => {
    const change = changeOf(client, draft);
    if (Object.keys(change).length === 0) end();
    else void save.send(change);
  };
  return (
    <>
      <ClientForm
        draft={draft}
        onChange={setDraft}
        save={save}
        onSave={submit}
        onLeave={leave}
        submit={t('ui:save')}
      />
      {dialog}
      {guard.dialog}
    </>
  );
}
