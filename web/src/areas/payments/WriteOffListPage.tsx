import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { ClientLink } from '@/ui/ClientLink';
import { Day, Instant } from '@/ui/Day';
import { EmptyState } from '@/ui/EmptyState';
import { ExplainAmount } from '@/ui/ExplainAmount';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage } from '@/ui/list/ListPage';
import { StatusBadge } from '@/ui/StatusBadge';
import { DocumentLink } from '../billing/DocumentLink';
import { EntryLink } from '../billing/EntryLink';
import { explainTaken } from '../billing/explain-document';
import { useApproveBatch } from './approve-batch';
import { DecisionButtons } from './DecisionButtons';
import { ReverseDialog } from './ReverseDialog';
import type { WriteOff } from './write-off';

/** Debts given up, and proposals that wait for somebody's yes. */
export function WriteOffListPage() {
  const { t } = useT('payments');
  const go = useGo();
  const { bulk, dialog } = useApproveBatch();
  const [reversed, setReversed] = useState<WriteOff>();
  const columns = useColumns(setReversed);
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        kind: 'select',
        param: 'status',
        label: t('writeOffs.status'),
        pinned: true,
        options: (['proposed', 'booked', 'rejected', 'reversed'] as const).map((value) => ({
          value,
          label: t(`ui:status.write_off.${value}`),
        })),
      },
      { kind: 'client', param: 'client', label: t('writeOffs.client'), pinned: true },
    ],
    [t],
  );
  return (
    <>
      <ListPage
        list="write-offs"
        path="/api/v1/write-offs"
        title={t('writeOffs.title')}
        columns={columns}
        filters={filters}
        startSort="-requested_at"
        rowName={(row) => row.client_name}
        onOpen={(row) => go(`/invoices/${row.invoice}`)}
        bulk={bulk}
        empty={
          <EmptyState title={t('writeOffs.empty')} hint={t('writeOffs.emptyHint')}>
            <Button component={Link} variant="default" to={'/invoices' as '/'}>
              {t('billing:list.title')}
            </Button>
          </EmptyState>
        }
      />
      {dialog}
      {reversed && <ReverseDialog writeOff={reversed} onClose={() => setReversed(undefined)} />}
    </>
  );
}

function useColumns(onReverse: (row: WriteOff) => void): readonly Column<WriteOff>[] {
  const { t } = useT('payments');
  const queries = useQueryClient();
  return useMemo(
    () => [
      {
        id: 'requested_at',
        header: t('writeOffs.requested'),
        sort: 'requested_at',
        width: 145,
        cell: (row) => <Instant value={row.requested_at} style="short" />,
      },
      {
        id: 'client_name',
        header: t('writeOffs.client'),
        width: 200,
        cell: (row) => <ClientLink id={row.client} name={row.client_name} />,
      },
      {
        id: 'invoice',
        csv: 'invoice_number',
        header: t('writeOffs.invoice'),
        width: 110,
        cell: (row) => <DocumentLink id={row.invoice} number={row.invoice_number} kind="invoice" />,
      },
      {
        id: 'amount',
        csv: ['currency', 'amount'],
        header: t('writeOffs.amount'),
        sort: 'amount',
        align: 'end',
        width: 110,
        cell: (row) => (
          <ExplainAmount
            inList
            id={`amount.${row.id}`}
            amount={row.amount}
            currency={row.currency}
            explanation={explainTaken({
              queries,
              item: { kind: 'invoice', id: row.invoice, number: row.invoice_number },
              amount: row.amount,
              currency: row.currency,
              entryNo: row.entry_no,
            })}
          />
        ),
      },
      {
        id: 'reason',
        header: t('writeOffs.reason'),
        width: 150,
        cell: (row) => <span title={row.reason}>{row.reason}</span>,
      },
      {
        id: 'requested_by_name',
        header: t('writeOffs.requestedBy'),
        width: 125,
        cell: (row) => <span>{row.requested_by_name}</span>,
      },
      {
        id: 'status',
        header: t('writeOffs.status'),
        width: 130,
        cell: (row) => <StatusBadge kind="write_off" status={row.status} />,
      },
      {
        id: 'decision',
        header: t('writeOffs.decision'),
        width: 165,
        csv: ['decided_by_name', 'decided_at'],
        cell: (row) => <DecisionButtons writeOff={row} onReverse={() => onReverse(row)} />,
      },
      {
        id: 'written_off_on',
        header: t('writeOffs.on'),
        width: 110,
        hidden: true,
        cell: (row) => <Day value={row.written_off_on} />,
      },
      {
        id: 'decided_by_name',
        header: t('writeOffs.decidedBy'),
        width: 140,
        hidden: true,
        cell: (row) => <span>{row.decided_by_name}</span>,
      },
      {
        id: 'entry_no',
        header: t('writeOffs.entry'),
        width: 80,
        align: 'end',
        hidden: true,
        cell: (row) => row.entry_no != null && <EntryLink entryNo={row.entry_no} />,
      },
    ],
    [t, onReverse, queries],
  );
}
