import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ListQuery } from '@/api/read';
import { usePrefetch } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { ClientLink } from '@/ui/ClientLink';
import { Day } from '@/ui/Day';
import { ExplainAmount } from '@/ui/ExplainAmount';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage, type ListPageProps } from '@/ui/list/ListPage';
import { explainItem } from '../reports/explain-item';
import { explainNet, explainTaxes, explainTotal } from './explain-document';
import { InvoiceState } from './InvoiceState';

type Row = Schema<'InvoiceSummary'>;
type Props = Pick<
  ListPageProps<'/api/v1/invoices'>,
  'actions' | 'bulk' | 'empty' | 'embedded' | 'subtitle'
> & { list: string; fixed?: ListQuery; ofClient?: boolean };

/** Invoices and credit notes, of everybody or of one client. */
export function InvoiceList({ ofClient = false, ...props }: Props) {
  const { t } = useT('billing');
  const go = useGo();
  const prefetch = usePrefetch();
  const columns = useColumns(ofClient);
  const filters = useFilters(ofClient);
  return (
    <ListPage
      path="/api/v1/invoices"
      title={t('list.title')}
      columns={columns}
      filters={filters}
      startSort="-issued_on"
      rowName={(row) => row.number || t('list.draft')}
      onOpen={(row) => go(`/invoices/${row.id}`)}
      onPoint={(row) => prefetch('/api/v1/invoices/{id}', { path: { id: row.id } }).onFocus()}
      {...props}
    />
  );
}

/** How the amounts that a document's lines come to are explained. */
const EXPLAINED = { total: explainTotal, net: explainNet, tax: explainTaxes } as const;

function useColumns(ofClient: boolean): readonly Column<Row>[] {
  const { t } = useT('billing');
  const queries = useQueryClient();
  const locale = useLocale();
  return useMemo(() => {
    const figure = (id: keyof typeof EXPLAINED) => (row: Row) => (
      <ExplainAmount
        inList
        id={`${id}.${row.id}`}
        amount={row[id]}
        currency={row.currency}
        explanation={EXPLAINED[id]({ queries, id: row.id, entryNo: row.entry_no, locale })}
      />
    );
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
        width: 120,
        cell: (row) => <span className="numeric">{row.number || t('list.draft')}</span>,
      },
      ...(ofClient ? [] : client),
      {
        id: 'kind',
        header: t('list.kind'),
        width: 110,
        hidden: !ofClient,
        cell: (row) => <span>{t(`kind.${row.kind}`)}</span>,
      },
      {
        id: 'status',
        csv: ['state', 'disputed_on'],
        header: t('list.state'),
        width: 160,
        cell: (row) => <InvoiceState invoice={row} />,
      },
      {
        id: 'issued_on',
        header: t('list.issued'),
        sort: 'issued_on',
        width: 110,
        cell: (row) => <Day value={row.issued_on} />,
      },
      {
        id: 'due_on',
        header: t('list.due'),
        sort: 'due_on',
        width: 110,
        cell: (row) => <Day value={row.due_on} />,
      },
      {
        id: 'total',
        csv: ['currency', 'total'],
        header: t('list.total'),
        sort: 'total',
        align: 'end',
        width: 120,
        cell: figure('total'),
      },
      {
        id: 'open',
        csv: ['currency', 'open'],
        header: t('list.open'),
        align: 'end',
        width: 120,
        cell: (row) =>
          row.open != null && (
            <ExplainAmount
              inList
              id={`open.${row.id}`}
              amount={row.open}
              currency={row.currency}
              explanation={explainItem(queries, row.id)}
            />
          ),
      },
      {
        id: 'purchase_order',
        header: t('list.purchaseOrder'),
        width: 120,
        hidden: !ofClient,
        cell: (row) => <span>{row.purchase_order}</span>,
      },
      ...(['net', 'tax'] as const).map((id) => ({
        id,
        csv: ['currency', id],
        header: t(`list.${id}`),
        align: 'end' as const,
        width: 110,
        hidden: true,
        cell: figure(id),
      })),
      {
        id: 'payment_term',
        header: t('list.term'),
        width: 120,
        hidden: true,
        cell: (row) => <span>{row.payment_term}</span>,
      },
      {
        id: 'disputed_on',
        header: t('list.disputedSince'),
        width: 120,
        hidden: true,
        cell: (row) => <Day value={row.disputed_on} />,
      },
      {
        id: 'created_by',
        header: t('list.createdBy'),
        width: 140,
        hidden: true,
        cell: (row) => <span>{row.created_by}</span>,
      },
    ];
    return columns;
  }, [t, ofClient, queries, locale]);
}

function useFilters(ofClient: boolean): readonly Filter[] {
  const { t } = useT('billing');
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
      {
        kind: 'select',
        param: 'status',
        label: t('list.status'),
        pinned: true,
        options: (['draft', 'issued', 'void'] as const).map((value) => ({
          value,
          label: t(`ui:status.invoice.${value}`),
        })),
      },
      ...(ofClient
        ? []
        : [{ kind: 'client', param: 'client', label: t('list.client'), pinned: true } as const]),
      {
        kind: 'days',
        from: 'due_from',
        until: 'due_until',
        label: t('list.due'),
        pinned: !ofClient,
      },
      { kind: 'boolean', param: 'disputed', label: t('list.disputed'), pinned: !ofClient },
      {
        kind: 'select',
        param: 'kind',
        label: t('list.kind'),
        options: (['invoice', 'credit_note'] as const).map((value) => ({
          value,
          label: t(`kind.${value}`),
        })),
      },
      { kind: 'days', from: 'issued_from', until: 'issued_until', label: t('list.issued') },
      { kind: 'text', param: 'currency', label: t('list.currency') },
    ];
    return filters;
  }, [t, ofClient]);
}
