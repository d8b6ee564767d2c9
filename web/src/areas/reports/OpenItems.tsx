import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { ListQuery } from '@/api/read';
import { usePrefetch } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { type T, useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { useAsOf } from '@/ui/AsOfPicker';
import { ClientLink } from '@/ui/ClientLink';
import { Day } from '@/ui/Day';
import { EmptyState } from '@/ui/EmptyState';
import { ExplainAmount } from '@/ui/ExplainAmount';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage } from '@/ui/list/ListPage';
import { StatusBadge } from '@/ui/StatusBadge';
import { explainTotal } from '../billing/explain-document';
import { explainItem } from './explain-item';
import { ItemLink } from './links';
import classes from './reports.module.css';

type Row = Schema<'OpenItemRow'>;

interface Props {
  fixed: ListQuery;
  filters?: readonly Filter[];
  embedded?: boolean;
  withClient?: boolean;
  actions?: ReactNode;
}

const KINDS = ['invoice', 'credit_note', 'receipt'] as const;

/** The filters that every list of open items has. */
export const itemFilters = (t: T<'reports'>): readonly Filter[] => [
  {
    kind: 'select',
    param: 'kind',
    label: t('items.kind'),
    pinned: true,
    options: KINDS.map((value) => ({ value, label: t(`ui:status.open_item.${value}`) })),
  },
  {
    kind: 'amounts',
    from: 'days_from',
    until: 'days_until',
    label: t('items.days'),
    pinned: true,
  },
  {
    kind: 'select',
    param: 'basis',
    label: t('aging.basis'),
    options: [
      { value: 'due', label: t('aging.fromDue') },
      { value: 'issued', label: t('aging.fromIssued') },
    ],
  },
  { kind: 'text', param: 'currency', label: t('items.currency') },
];

/** Open items as of a day. Opening a row shows what became of the item, beside the list. */
export function OpenItems({ fixed, filters, embedded = false, withClient = true, actions }: Props) {
  const { t } = useT('reports');
  const [, change] = useSearchWords();
  const prefetch = usePrefetch();
  const columns = useColumns(withClient);
  return (
    <ListPage
      list={withClient ? 'open-items' : 'client-open-items'}
      path="/api/v1/reports/open-items"
      title={t('items.title')}
      embedded={embedded}
      fixed={fixed}
      columns={columns}
      filters={filters}
      usualSort="due_on"
      actions={actions}
      rowName={(row) => row.number}
      onOpen={(row) => change({ item: row.id }, { replace: false })}
      onPoint={(row) =>
        prefetch('/api/v1/open-items/{id}/history', { path: { id: row.id } }).onFocus()
      }
      empty={<EmptyState title={t('items.empty')} hint={t('items.emptyHint')} />}
    />
  );
}

function useColumns(withClient: boolean): readonly Column<Row>[] {
  const { t } = useT('reports');
  const queries = useQueryClient();
  const { day } = useAsOf();
  const locale = useLocale();
  return useMemo(() => {
    const explainAmount = ({ id, kind }: Row) =>
      kind === 'receipt'
        ? explainItem(queries, id, { steps: 0 })
        : explainTotal({ queries, id, locale });
    const client: Column<Row>[] = [
      {
        id: 'client_name',
        header: t('items.client'),
        width: 230,
        cell: (row) => <ClientLink id={row.client} name={row.client_name} />,
      },
      {
        id: 'client_number',
        header: t('items.clientNumber'),
        width: 100,
        hidden: true,
        cell: (row) => <span className="numeric">{row.client_number}</span>,
      },
    ];
    return [
      {
        id: 'number',
        header: t('items.number'),
        sort: 'number',
        width: 110,
        cell: (row) => <ItemLink kind={row.kind} id={row.id} number={row.number} />,
      },
      {
        id: 'kind',
        header: t('items.kind'),
        width: 105,
        cell: (row) => <StatusBadge kind="open_item" status={row.kind} />,
      },
      ...(withClient ? client : []),
      {
        id: 'issued_on',
        header: t('items.issued'),
        width: 110,
        cell: (row) => <Day value={row.issued_on} />,
      },
      {
        id: 'due_on',
        header: t('items.due'),
        sort: 'due_on',
        width: 110,
        cell: (row) => <Day value={row.due_on} />,
      },
      {
        id: 'days_past_due',
        header: t('items.days'),
        width: 100,
        align: 'end',
        cell: (row) => <DaysPastDue days={row.days_past_due} />,
      },
      {
        id: 'disputed',
        header: t('items.disputed'),
        width: 90,
        cell: (row) =>
          row.disputed ? <span className={classes.warn}>{t('items.inDispute')}</span> : '',
      },
      { id: 'currency', header: t('items.currency'), width: 82, cell: (row) => row.currency },
      {
        id: 'amount',
        csv: ['currency', 'amount'],
        header: t('items.amount'),
        width: 115,
        align: 'end',
        cell: (row) => (
          <ExplainAmount
            inList
            id={`amount.${row.id}`}
            amount={row.amount}
            explanation={explainAmount(row)}
          />
        ),
      },
      {
        id: 'open',
        csv: ['currency', 'open'],
        header: t('items.open'),
        width: 115,
        align: 'end',
        cell: (row) => (
          <ExplainAmount
            inList
            id={`open.${row.id}`}
            amount={row.open}
            explanation={explainItem(queries, row.id, { asOf: day, inBase: false })}
          />
        ),
      },
      {
        id: 'open_in_base',
        header: t('items.openInBase'),
        width: 115,
        align: 'end',
        hidden: true,
        cell: (row) => (
          <ExplainAmount
            inList
            id={`base.${row.id}`}
            amount={row.open_in_base}
            explanation={explainItem(queries, row.id, { asOf: day, inBase: true })}
          />
        ),
      },
    ];
  }, [t, queries, day, withClient, locale]);
}

function DaysPastDue({ days }: { days: number }) {
  const { t } = useT('reports');
  if (days <= 0) return <span className={classes.quiet}>{t('items.notDue')}</span>;
  return <span className={classes.warn}>{days}</span>;
}
