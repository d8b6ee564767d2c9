import { Button, Group } from '@mantine/core';
import { useMemo, useState } from 'react';
import { api, body } from '@/api/client';
import { isProblem } from '@/api/problem';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useCan } from '@/shell/session';
import { Day } from '@/ui/Day';
import { Money } from '@/ui/Money';
import { issueDraft, voidDocument } from '../draft';
import { type Batch, BatchDialog } from './BatchDialog';
import type { BatchColumn } from './BatchTable';

type Row = Schema<'InvoiceSummary'>;
type Invoice = Schema<'Invoice'>;
type Act = 'issue' | 'credit' | 'void';

const ACTS: readonly Act[] = ['issue', 'credit', 'void'];

/** What the buttons are for. Whether it can be done is the server's to say. */
const SUITS: Record<Act, (row: Row) => boolean> = {
  issue: (row) => row.status === 'draft',
  credit: (row) => row.status === 'issued' && row.kind === 'invoice',
  void: (row) => row.status === 'issued',
};

/** Issuing, crediting and voiding the selected rows of a list: what stands in its bar, and the dialog. */
export function useInvoiceBatch() {
  const mayWrite = useCan()('invoices.write');
  const [chosen, setChosen] = useState<{ act: Act; rows: readonly Row[]; clear: () => void }>();
  if (!mayWrite) return { bulk: undefined, dialog: null };
  const bulk = (rows: readonly Row[], clear: () => void) => (
    <Buttons rows={rows} onChoose={(act) => setChosen({ act, rows, clear })} />
  );
  const dialog = chosen && (
    <InvoiceBatch {...chosen} onDone={chosen.clear} onClose={() => setChosen(undefined)} />
  );
  return { bulk, dialog };
}

function Buttons({ rows, onChoose }: { rows: readonly Row[]; onChoose: (act: Act) => void }) {
  const { t } = useT('billing');
  return (
    <Group gap="xs">
      {ACTS.map((act) => {
        const count = rows.filter(SUITS[act]).length;
        return (
          <Button
            key={act}
            variant={act === 'issue' && count > 0 ? 'filled' : 'default'}
            disabled={count === 0}
            title={count === 0 ? t(`batch.${act}.none`) : undefined}
            onClick={() => onChoose(act)}
          >
            {`${t(`batch.${act}.button`)} (${count})`}
          </Button>
        );
      })}
    </Group>
  );
}

interface Props {
  act: Act;
  rows: readonly Row[];
  onDone: () => void;
  onClose: () => void;
}

function InvoiceBatch({ act, rows: selected, onDone, onClose }: Props) {
  const { t } = useT('billing');
  const columns = useColumns(act);
  const rows = selected.filter(SUITS[act]);
  const count = rows.length;
  const leftOut = selected.length - count;
  const batch: Batch<Row> = {
    title: t(`batch.${act}.title`, { count }),
    detail: t(`batch.${act}.detail`),
    confirm: t(`batch.${act}.confirm`, { count }),
    again: (count) => t(`batch.${act}.again`, { count }),
    rest: (count) => t(`batch.${act}.rest`, { count }),
    leftOut: leftOut > 0 ? t(`batch.${act}.leftOut`, { count: leftOut }) : undefined,
    rows,
    columns,
    danger: act === 'void',
    reason: act !== 'issue',
    day: t(act === 'issue' ? 'edit.issued' : act === 'void' ? 'voiding.on' : 'credit.day'),
    dayHint: t(act === 'issue' ? 'batch.ownDay' : 'batch.today'),
    touches: ['invoice', 'open_item', 'settlement'],
    run: async (row, asked, key) => {
      if (act === 'credit') {
        const { reason, on } = asked;
        const note = await credit(row.id, key, { reason, ...(on ? { issued_on: on } : {}) });
        return t('batch.credited', { number: note.number });
      }
      const after =
        act === 'issue'
          ? await unlessDone(row.id, 'issued', () => issueDraft(row.id, asked.on))
          : await unlessDone(row.id, 'void', () => voidDocument(row.id, asked.reason, asked.on));
      return act === 'issue' ? after.number : t('state.void');
    },
  };
  return <BatchDialog batch={batch} onDone={onDone} onClose={onClose} />;
}

const credit = (id: string, key: string, note: Schema<'NewCreditNote'>) =>
  body(
    api.POST('/api/v1/invoices/{id}/credit-notes', {
      params: { path: { id }, header: { 'Idempotency-Key': key } },
      body: note,
    }),
  );

/** A second try whose first was done after all is refused: what counts is what it is now. */
async function unlessDone(id: string, wanted: Row['status'], act: () => Promise<Invoice>) {
  try {
    return await act();
  } catch (error) {
    if (!isProblem(error)) throw error;
    const found = await body(api.GET('/api/v1/invoices/{id}', { params: { path: { id } } })).catch(
      () => undefined,
    );
    if (found?.status === wanted) return found;
    throw error;
  }
}

function useColumns(act: Act): readonly BatchColumn<Row>[] {
  const { t } = useT('billing');
  return useMemo(
    () => [
      ...(act === 'issue'
        ? []
        : [
            {
              id: 'number',
              header: t('list.number'),
              cell: (row: Row) => <span className="numeric nowrap">{row.number}</span>,
            },
          ]),
      { id: 'client', header: t('list.client'), cell: (row) => row.client_name },
      {
        id: 'issued',
        header: t('list.issued'),
        cell: (row, { on }) => (
          <Day value={act === 'issue' ? (on ?? row.issued_on) : row.issued_on} />
        ),
      },
      ...(act === 'issue'
        ? [
            {
              id: 'due',
              header: t('list.due'),
              // Of another day the due day follows by the term, which the server knows.
              cell: (row: Row, { on }: { on: string | null }) =>
                on ? t('edit.dueByTerm') : <Day value={row.due_on} />,
            },
          ]
        : []),
      {
        id: 'total',
        header: t('list.total'),
        align: 'end' as const,
        cell: (row) => <Money amount={row.total} currency={row.currency} />,
      },
    ],
    [t, act],
  );
}
