import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo, useSearchWords } from '@/lib/go';
import { useLeaveGuard } from '@/ui/LeaveGuard';
import { Page, PageHeader } from '@/ui/Page';
import { ClientForm } from './ClientForm';
import { type Draft, EMPTY, EMPTY_ADDRESS, newClientOf, pathsOf } from './draft';

/** Opens a client. What is left empty follows from the company and its number series. */
export function NewClientPage() {
  const { t } = useT('clients');
  const go = useGo();
  const [words] = useSearchWords();
  const [draft, setDraft] = useState<Draft>({
    ...EMPTY,
    parent_id: words.parent ?? null,
    addresses: [EMPTY_ADDRESS],
  });
  const [initial] = useState(draft);
  const guard = useLeaveGuard(draft !== initial);
  const save = useChange({
    run: (input: Schema<'NewClient'>, { key }) =>
      body(
        api.POST('/api/v1/clients', {
          params: { header: { 'Idempotency-Key': key } },
          body: input,
        }),
      ),
    touches: ['client'],
    done: (client) => t('form.made', { number: client.number }),
    onDone: (client) => {
      guard.release();
      go(`/clients/${client.id}`);
    },
    fields: pathsOf(draft),
  });
  return (
    <Page>
      <PageHeader title={t('list.new')} />
      <ClientForm
        draft={draft}
        onChange={setDraft}
        save={save}
        onSave={() => void save.send(newClientOf(draft))}
        onLeave={() => go('/clients')}
        submit={t('form.make')}
      />
      {guard.dialog}
    </Page>
  );
}
