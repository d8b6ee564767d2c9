import { Button, Menu } from '@mantine/core';
import { IconDots, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuickChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { isZero } from '@/lib/format';
import { useGo } from '@/lib/go';
import { useCan } from '@/shell/session';
import { useShortcuts } from '@/shell/shortcuts';
import { RefundDialog } from '../payments/RefundDialog';
import { WriteOffDialog } from '../payments/WriteOffDialog';
import { DiscardDialog } from './DiscardDialog';
import { DisputeDialog } from './DisputeDialog';
import { issueDraft, voidDocument } from './draft';
import { VoidDialog } from './VoidDialog';

type Invoice = Schema<'Invoice'>;
type Dialog = 'void' | 'dispute' | 'discard' | 'write-off' | 'refund';

interface Act {
  id: string;
  label: string;
  run: () => void;
  keys?: string;
}

/** What can be done with a document; the likeliest as buttons, the rest in a menu. */
export function InvoiceActions({ invoice }: { invoice: Invoice }) {
  const { t } = useT('billing');
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const { main, more } = useActs(invoice, setDialog);
  const print = { id: 'print', label: t('act.print'), run: () => window.print(), keys: 'p' };
  useShortcuts(
    [...main, ...more, print].flatMap((act) =>
      act.keys ? [{ keys: act.keys, label: act.label, group: 'here' as const, run: act.run }] : [],
    ),
  );
  const [first, ...others] = main;
  return (
    <>
      <Button
        variant="default"
        onClick={print.run}
        leftSection={<IconPrinter size={15} aria-hidden />}
      >
        {print.label}
      </Button>
      {more.length > 0 && (
        <Menu>
          <Menu.Target>
            <Button variant="default" rightSection={<IconDots size={15} aria-hidden />}>
              {t('act.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {more.map((act) => (
              <Menu.Item key={act.id} onClick={act.run}>
                {act.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {others.map((act) => (
        <Button key={act.id} variant="default" onClick={act.run}>
          {act.label}
        </Button>
      ))}
      {first && <Button onClick={first.run}>{first.label}</Button>}
      {dialog === 'void' && <VoidDialog invoice={invoice} onClose={close} />}
      {dialog === 'dispute' && <DisputeDialog invoice={invoice} onClose={close} />}
      {dialog === 'discard' && <DiscardDialog id={invoice.id} onClose={close} />}
      {dialog === 'write-off' && <WriteOffDialog invoice={invoice} onClose={close} />}
      {dialog === 'refund' && (
        <RefundDialog
          credit={{
            id: invoice.id,
            number: invoice.number,
            free: invoice.open ?? '0',
            currency: invoice.currency,
          }}
          onClose={close}
        />
      )}
    </>
  );
}

function useActs(invoice: Invoice, ask: (dialog: Dialog) => void): { main: Act[]; more: Act[] } {
  const { t } = useT('billing');
  const go = useGo();
  const can = useCan();
  const quick = useQuickActs(invoice);
  const { id, client } = invoice;
  const isOpen = invoice.open != null && !isZero(invoice.open);
  const mayWrite = can('invoices.write');
  const mayTake = can('receipts.take');
  const copy: Act[] = mayWrite
    ? [{ id: 'copy', label: t('act.copy'), run: () => go('/invoices/new', { like: id }) }]
    : [];
  if (invoice.status === 'void') return { main: [], more: invoice.kind === 'invoice' ? copy : [] };
  if (invoice.status === 'draft') {
    if (!mayWrite) return { main: [], more: [] };
    return {
      main: [
        { id: 'issue', label: t('act.issue'), run: quick.issue, keys: 'i' },
        { id: 'edit', label: t('act.edit'), run: () => go(`/invoices/${id}/edit`), keys: 'e' },
      ],
      more: [...copy, { id: 'discard', label: t('act.discard'), run: () => ask('discard') }],
    };
  }
  const voiding: Act[] = mayWrite
    ? [{ id: 'void', label: t('act.void'), run: () => ask('void') }]
    : [];
  const small: Act[] =
    isOpen && mayTake ? [{ id: 'small', label: t('act.smallBalance'), run: quick.closeSmall }] : [];
  if (invoice.kind === 'credit_note') {
    return {
      main:
        isOpen && mayTake
          ? [
              {
                id: 'apply',
                label: t('act.apply'),
                run: () => go(`/invoices/${id}/apply`),
                keys: 'a',
              },
            ]
          : [],
      more: [
        ...(isOpen && can('refunds.pay')
          ? [{ id: 'refund', label: t('act.refund'), run: () => ask('refund') }]
          : []),
        ...small,
        ...voiding,
      ],
    };
  }
  const receipt: Act = {
    id: 'receipt',
    label: t('act.receipt'),
    keys: 'r',
    run: () =>
      go('/receipts/new', {
        client,
        amount: invoice.open ?? undefined,
        currency: invoice.currency,
        reference: invoice.number,
      }),
  };
  const credit: Act = {
    id: 'credit',
    label: t('act.credit'),
    run: () => go(`/invoices/${id}/credit`),
    keys: 'c',
  };
  const dispute: Act = invoice.disputed_on
    ? { id: 'over', label: t('act.settleDispute'), run: quick.endDispute, keys: 'd' }
    : { id: 'dispute', label: t('act.dispute'), run: () => ask('dispute'), keys: 'd' };
  return {
    main: [...(isOpen && mayTake ? [receipt] : []), ...(mayWrite ? [credit] : [])],
    more: [
      ...(mayWrite ? [dispute] : []),
      ...(isOpen && can('write_offs.request')
        ? [{ id: 'write-off', label: t('act.writeOff'), run: () => ask('write-off') }]
        : []),
      ...small,
      ...copy,
      ...voiding,
    ],
  };
}

/** What is done at once, and can be undone in the toast where the API lets it. */
function useQuickActs({ id, number, dispute_reason, disputed_on }: Invoice) {
  const { t } = useT('billing');
  const issue = useQuickChange({
    run: () => issueDraft(id),
    touches: ['invoice', 'open_item'],
    done: (after) => t('act.issued', { number: after.number }),
    undo: () => voidDocument(id, t('act.undoReason')),
  });
  const endDispute = useQuickChange({
    run: () => body(api.DELETE('/api/v1/invoices/{id}/dispute', { params: { path: { id } } })),
    touches: ['invoice'],
    done: t('dispute.over', { number }),
    undo: () =>
      body(
        api.PUT('/api/v1/invoices/{id}/dispute', {
          params: { path: { id } },
          body: { reason: dispute_reason ?? '', disputed_on: disputed_on ?? null },
        }),
      ),
  });
  const closeSmall = useQuickChange({
    run: () =>
      body(
        api.POST('/api/v1/open-items/{id}/small-balance', { params: { path: { id } }, body: {} }),
      ),
    touches: ['open_item', 'settlement', 'invoice'],
    done: t('act.smallClosed', { number }),
  });
  return {
    issue: () => void issue(undefined),
    endDispute: () => void endDispute(undefined),
    closeSmall: () => void closeSmall(undefined),
  };
}
