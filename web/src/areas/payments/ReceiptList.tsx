import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type ListQuery, usePrefetch } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { ClientLink } from '@/ui/ClientLink';
import { Day } from '@/ui/Day';
import { ExplainAmount } from '@/ui/ExplainAmount';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage, type ListPageProps } from '@/ui/list/ListPage';
import { StatusBadge } from '@/ui/StatusBadge';
import { explainItem } from '../reports/explain-item';
import { PostedAmount } from '../reports/PostedAmount';
import { useMethods } from './methods';

type Row = Schema<'ReceiptSummary'>;
type Props = Pick<ListPageProps<'/api/v1/receipts'>, 'actions' | 'empty' | 'embedded'> & {
  list: string;
  fixed?: ListQuery;
  ofClient?: boolean;
};

/** Receipts of everybody or of one client. */
export function ReceiptList({ ofClient = false, ...props }: Props) {
  const { t } = useT('payments');
  const go = useGo();
  const prefetch = usePrefetch();
  const columns = useColumns(ofClient);
  const filters = useFilters(ofClient);
  return (
    <ListPage
      path="/api/v1/receipts"
      title={t('list.title')}
      columns={columns}
      filters={filters}
      startSort="-received_on"
      rowName={(row) => row.number}
      onOpen={(row) => go(`/receipts/${row.id}`)}
      onPoint={(row) => prefetch('/api/v1/receipts/{id}', { path: { id: row.id } }).onFocus()}
      {...props}
    />
  );
}

function useColumns(ofClient: boolean): readonly Column<Row>[] {
  const { t } = useT('payments');
  const queries = useQueryClient();
  return useMemo(() => {
    const client: Column<Row>[] = [
      {
        id: 'client_name',
        header: t('list.client'),
        width: 250,
        cell: (row) => <ClientLink id={row.client} name={row.client_name} />,
      },
      {
        id: 'client_number',
        header: t('list.clientNumber'),
        width: 100,
        hidden: true,
        cell: (row) => <span className="numeric">{row.client_number}</span>,
      },
    ];
    const columns: Column<Row>[] = [
      {
        id: 'number',
        header: t('list.number'),
        sort: 'number',
        width: 110,
        cell: (row) => <span className="numeric">{row.number}</span>,
      },
      {
        id: 'received_on',
        header: t('list.received'),
        sort: 'received_on',
        width: 110,
        cell: (row) => <Day value={row.received_on} />,
      },
      ...(ofClient ? [] : client),
      {
        id: 'method',
        header: t('list.method'),
        width: 110,
        cell: (row) => <span>{t(`method.${row.method}`)}</span>,
      },
      {
        id: 'reference',
        header: t('list.reference'),
        width: 190,
        cell: (row) => <span title={row.reference}>{row.reference}</span>,
      },
      {
        id: 'status',
        header: t('list.status'),
        width: 100,
        cell: (row) => <StatusBadge kind="receipt" status={row.status} />,
      },
      {
        id: 'amount',
        csv: ['currency', 'amount'],
        header: t('list.amount'),
        sort: 'amount',
        align: 'end',
        width: 120,
        cell: (row) => (
          <PostedAmount
            inList
            id={`amount.${row.id}`}
            amount={row.amount}
            currency={row.currency}
            entryNo={row.entry_no}
          />
        ),
      },
      {
        id: 'unapplied',
        csv: ['currency', 'unapplied'],
        header: t('list.unapplied'),
        align: 'end',
        width: 120,
        cell: (row) => (
          <ExplainAmount
            inList
            id={`unapplied.${row.id}`}
            amount={row.unapplied}
            currency={row.currency}
            explanation={explainItem(queries, row.id)}
          />
        ),
      },
      {
        id: 'deposit',
        header: t('list.deposit'),
        width: 90,
        hidden: true,
        cell: (row) => <span>{row.deposit ? t('ui:yes') : ''}</span>,
      },
      {
        id: 'created_by',
        header: t('list.by'),
        width: 140,
        hidden: true,
        cell: (row) => <span>{row.created_by}</span>,
      },
    ];
    return columns;
  }, [t, ofClient, queries]);
}

function useFilters(ofClient: boolean): readonly Filter[] {
  const { t } = useT('payments');
  const methods = useMethods();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the methods change with the language, as t does
  return useMemo(() => {
    const filters: Filter[] = [
      {
        kind: 'text',
        param: 'number',
        label: t('list.number'),
        placeholder: t('list.numberHint'),
        pinned: true,
        width: 170,
      },
      ...(ofClient
        ? []
        : [{ kind: 'client', param: 'client', label: t('list.client'), pinned: true } as const]),
      { kind: 'boolean', param: 'unapplied', label: t('list.withUnapplied'), pinned: true },
      {
        kind: 'days',
        from: 'received_from',
        until: 'received_until',
        label: t('list.received'),
        pinned: !ofClient,
      },
      {
        kind: 'select',
        param: 'status',
        label: t('list.status'),
        options: (['posted', 'bounced', 'void'] as const).map((value) => ({
          value,
          label: t(`ui:status.receipt.${value}`),
        })),
      },
      { kind: 'select', param: 'method', label: t('list.method'), options: methods },
      {
        kind: 'text',
        param: 'reference',
        label: t('list.reference'),
        placeholder: t('list.referenceHint'),
      },
      { kind: 'text', param: 'currency', label: t('list.currency') },
    ];
    return filters;
  }, [t, ofClient]);
}
