import { useMemo, useRef } from 'react';
import { useChange } from '@/api/change';
import { api, body, ifMatch } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { type Line, lineOf, linesToSend } from './lines';

type Invoice = Schema<'Invoice'>;

/** A draft while somebody writes it; empty is what follows from the client or the payment term. */
export interface Form {
  client: string | null;
  currency: string;
  term: string | null;
  issued_on: string | null;
  due_on: string | null;
  purchase_order: string;
  lines: readonly Line[];
}

export const formOf = (invoice: Invoice): Form => ({
  client: invoice.client,
  currency: invoice.currency,
  term: invoice.payment_term,
  issued_on: invoice.issued_on,
  due_on: null,
  purchase_order: invoice.purchase_order ?? '',
  lines: invoice.lines.map(lineOf),
});

const create = (form: Form, key: string) =>
  body(
    api.POST('/api/v1/invoices', {
      params: { header: { 'Idempotency-Key': key } },
      body: {
        client: form.client ?? '',
        currency: form.currency || null,
        payment_term: form.term,
        issued_on: form.issued_on,
        due_on: form.due_on,
        purchase_order: form.purchase_order.trim() || null,
        lines: linesToSend(form.lines).lines,
      },
    }),
  );

const change = (draft: Invoice, form: Form) =>
  body(
    api.PATCH('/api/v1/invoices/{id}', {
      params: { path: { id: draft.id }, header: { 'If-Match': ifMatch(draft.version) } },
      body: {
        ...(form.client ? { client: form.client } : {}),
        ...(form.currency ? { currency: form.currency } : {}),
        ...(form.term ? { payment_term: form.term } : {}),
        ...(form.issued_on ? { issued_on: form.issued_on } : {}),
        ...(form.due_on ? { due_on: form.due_on } : {}),
        purchase_order: form.purchase_order.trim() || null,
        lines: linesToSend(form.lines).lines,
      },
    }),
  );

export const issueDraft = (id: string, on?: string | null) =>
  body(
    api.POST('/api/v1/invoices/{id}/issue', {
      params: { path: { id } },
      body: on ? { issued_on: on } : {},
    }),
  );

export const voidDocument = (id: string, reason: string, on?: string | null) =>
  body(
    api.POST('/api/v1/invoices/{id}/void', {
      params: { path: { id } },
      body: { reason, ...(on ? { on } : {}) },
    }),
  );

export const discardDraft = async (id: string) => {
  await api.DELETE('/api/v1/invoices/{id}', { params: { path: { id } } });
};

const CELLS = ['description', 'quantity', 'unit_price', 'discount', 'tax_code', 'account'];
const HEADS = ['client', 'currency', 'payment_term', 'issued_on', 'due_on', 'purchase_order'];

const fieldsOf = (lines: number): string[] => [
  ...HEADS,
  ...Array.from({ length: lines }, (_, at) => CELLS.map((name) => `lines/${at}/${name}`)).flat(),
];

/** Saves a draft, and issues it in the same go. What was saved before an issue is refused stays a draft. */
export function useDraftSaving(given: Invoice | undefined, form: Form, onSaved: () => void) {
  const { t } = useT('billing');
  const go = useGo();
  const draft = useRef(given);
  const fields = useMemo(() => fieldsOf(form.lines.length), [form.lines.length]);
  const saving = useChange({
    run: async ({ form, issue }: { form: Form; issue: boolean }, attempt) => {
      const saved = draft.current
        ? await change(draft.current, form)
        : await create(form, attempt.key);
      draft.current = saved;
      return issue ? issueDraft(saved.id) : saved;
    },
    touches: ['invoice', 'open_item'],
    done: (after) =>
      after.status === 'draft' ? t('edit.saved') : t('act.issued', { number: after.number }),
    undo: async (after) => {
      if (after.status !== 'draft') return voidDocument(after.id, t('act.undoReason'));
      if (given) return change(after, formOf(given));
      await discardDraft(after.id);
      go('/invoices');
    },
    onDone: (after) => {
      onSaved();
      go(`/invoices/${after.id}`);
    },
    fields,
  });
  return { ...saving, isKept: !given && draft.current !== undefined };
}
