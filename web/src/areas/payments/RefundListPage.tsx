import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { ClientLink } from '@/ui/ClientLink';
import { Day } from '@/ui/Day';
import { EmptyState } from '@/ui/EmptyState';
import { ExplainAmount } from '@/ui/ExplainAmount';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage } from '@/ui/list/ListPage';
import { DocumentLink } from '../billing/DocumentLink';
import { EntryLink } from '../billing/EntryLink';
import { explainTaken } from '../billing/explain-document';

/** Money paid back to clients. */
export function RefundListPage() {
  const { t } = useT('payments');
  const go = useGo();
  const columns = useColumns();
  const filters = useMemo<readonly Filter[]>(
    () => [{ kind: 'client', param: 'client', label: t('list.client'), pinned: true }],
    [t],
  );
  return (
    <ListPage
      list="refunds"
      path="/api/v1/refunds"
      title={t('refunds.title')}
      columns={columns}
      filters={filters}
      startSort="-refunded_on"
      rowName={(row) => row.number}
      onOpen={(row) => go(`/clients/${row.client}`, { tab: 'receipts' })}
      empty={
        <EmptyState title={t('refunds.empty')} hint={t('refunds.emptyHint')}>
          <Button
            component={Link}
            variant="default"
            to={'/receipts' as '/'}
            search={{ unapplied: 'true' } as never}
          >
            {t('refunds.unapplied')}
          </Button>
        </EmptyState>
      }
    />
  );
}

function useColumns(): readonly Column<Schema<'Refund'>>[] {
  const { t } = useT('payments');
  const queries = useQueryClient();
  return useMemo(
    () => [
      {
        id: 'number',
        header: t('refunds.number'),
        sort: 'number',
        width: 110,
        cell: (row) => <span className="numeric">{row.number}</span>,
      },
      {
        id: 'refunded_on',
        header: t('refunds.day'),
        sort: 'refunded_on',
        width: 110,
        cell: (row) => <Day value={row.refunded_on} />,
      },
      {
        id: 'client_name',
        header: t('list.client'),
        width: 250,
        cell: (row) => <ClientLink id={row.client} name={row.client_name} />,
      },
      {
        id: 'credit',
        csv: 'credit_number',
        header: t('refunds.credit'),
        width: 120,
        cell: (row) => (
          <DocumentLink
            id={row.credit}
            number={row.credit_number}
            kind={row.credit_kind ?? undefined}
          />
        ),
      },
      {
        id: 'method',
        header: t('list.method'),
        width: 110,
        cell: (row) => <span>{t(`method.${row.method}`)}</span>,
      },
      {
        id: 'reason',
        header: t('refunds.reason'),
        width: 220,
        cell: (row) => <span title={row.reason}>{row.reason}</span>,
      },
      {
        id: 'amount',
        csv: ['currency', 'amount'],
        header: t('list.amount'),
        align: 'end',
        width: 120,
        cell: (row) => (
          <ExplainAmount
            inList
            id={`amount.${row.id}`}
            amount={row.amount}
            currency={row.currency}
            explanation={explainTaken({
              queries,
              item: {
                kind: row.credit_kind ?? 'receipt',
                id: row.credit,
                number: row.credit_number,
              },
              amount: row.amount,
              currency: row.currency,
              entryNo: row.entry_no,
            })}
          />
        ),
      },
      {
        id: 'entry_no',
        header: t('list.entry'),
        width: 80,
        align: 'end',
        cell: (row) => <EntryLink entryNo={row.entry_no} />,
      },
    ],
    [t, queries],
  );
}
