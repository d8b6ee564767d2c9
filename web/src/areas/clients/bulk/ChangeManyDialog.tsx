import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { invalidateKinds } from '@/api/keys';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { GuardedModal } from '@/ui/GuardedModal';
import { showDone } from '@/ui/toasts';
import { ChangeFields } from './ChangeFields';
import { PlanView } from './PlanView';
import { EMPTY, type Form, wishOf } from './wish';

interface Props {
  clients: readonly string[];
  onClose: () => void;
  onDone: () => void;
}

/** Changes many clients: what shall change, what that comes to, and then exactly that. */
export function ChangeManyDialog({ clients, onClose, onDone }: Props) {
  const { t } = useT('clients');
  const locale = useLocale();
  const [form, setForm] = useState<Form>(EMPTY);
  const [plan, setPlan] = useState<Schema<'ClientsPlan'>>();
  const chosen = { clients: [...clients], change: wishOf(form) };
  const rehearse = useChange({
    run: (input: Schema<'ClientsChangeToPlan'>) =>
      body(api.POST('/api/v1/clients/changes/plan', { body: input })),
    touches: [],
    onDone: setPlan,
    fields: ['owner_id', 'payment_term', 'client_type', 'change/add_tags', 'change'],
  });
  const announce = useAnnouncing(plan);
  const apply = useChange({
    run: (input: Schema<'ClientsChange'>, { key }) =>
      body(
        api.POST('/api/v1/clients/changes', {
          params: { header: { 'Idempotency-Key': key } },
          body: input,
        }),
      ),
    touches: ['client'],
    onDone: (done) => {
      announce(done);
      onDone();
    },
  });
  const back = () => {
    setPlan(undefined);
    apply.reset();
  };
  const count = { count: clients.length, formatted: formatCount(clients.length, locale) };
  return (
    <GuardedModal
      isTyped={form !== EMPTY}
      isSaved={apply.isDone}
      onClose={onClose}
      size={plan ? 'min(1000px, 94vw)' : 480}
      title={t('bulk.title', count)}
    >
      {(close) =>
        plan ? (
          <PlanView
            plan={plan}
            apply={apply}
            onApply={() => void apply.send({ ...chosen, fingerprint: plan.fingerprint })}
            onRehearse={() => {
              apply.reset();
              void rehearse.send(chosen);
            }}
            onBack={back}
          />
        ) : (
          <ChangeFields
            form={form}
            onChange={setForm}
            rehearse={rehearse}
            onRehearse={() => void rehearse.send(chosen)}
            onClose={close}
          />
        )
      }
    </GuardedModal>
  );
}

const NAMES_MAX = 3;

/** Says what is done; taking it back says who stayed as somebody else left them. */
function useAnnouncing(plan: Schema<'ClientsPlan'> | undefined) {
  const { t } = useT('clients');
  const locale = useLocale();
  const queries = useQueryClient();
  const inWords = ({ restored, kept }: Schema<'ClientsRestored'>) => {
    const nameOf = (id: string) => plan?.changes.find((client) => client.id === id)?.legal_name;
    const names = kept.slice(0, NAMES_MAX).map((id) => nameOf(id) ?? id);
    if (kept.length > NAMES_MAX) names.push('…');
    const back = t('bulk.restored', { count: restored, formatted: formatCount(restored, locale) });
    if (kept.length === 0) return back;
    const stayed = t('bulk.kept', { count: kept.length, names: names.join(', ') });
    return `${back} ${stayed}`;
  };
  return ({ id, changed }: Schema<'ClientsChanged'>) =>
    showDone(t('bulk.done', { count: changed, formatted: formatCount(changed, locale) }), () =>
      body(api.POST('/api/v1/clients/changes/{id}/undo', { params: { path: { id } } })).then(
        (restored) => {
          void invalidateKinds(queries, ['client']);
          return inWords(restored);
        },
      ),
    );
}
