import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { api, body, ifMatch } from '@/api/client';
import { usePrefetch } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { useCan } from '@/shell/session';
import { ClientLink } from '@/ui/ClientLink';
import { Instant } from '@/ui/Day';
import { EmptyState } from '@/ui/EmptyState';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage } from '@/ui/list/ListPage';
import { Money } from '@/ui/Money';
import { StatusBadge } from '@/ui/StatusBadge';
import { ChangeMany } from './bulk/ChangeMany';
import { STATUSES } from './client-fields';

type ClientRow = Schema<'ClientRow'>;

/** Saves one field of a client under the version that was read. */
const saveField = (field: keyof Schema<'ClientChange'>) => (row: ClientRow, value: string) =>
  body(
    api.PATCH('/api/v1/clients/{id}', {
      params: { path: { id: row.id }, header: { 'If-Match': ifMatch(row.version) } },
      body: { [field]: value === '' ? null : value },
    }),
  );

/** What is empty now may be left out of the answer. */
const latest = async (row: ClientRow): Promise<ClientRow> => ({
  ...row,
  trading_name: null,
  credit_limit: null,
  ...(await body(api.GET('/api/v1/clients/{id}', { params: { path: { id: row.id } } }))),
});

export function ClientListPage() {
  const { t } = useT('clients');
  const go = useGo();
  const can = useCan();
  const prefetch = usePrefetch();
  const columns = useColumns();
  const filters = useFilters();
  return (
    <ListPage
      list="clients"
      path="/api/v1/clients"
      title={t('list.title')}
      columns={columns}
      filters={filters}
      usualSort="name"
      rowName={(row) => row.legal_name}
      onOpen={(row) => go(`/clients/${row.id}`)}
      onPoint={(row) => prefetch('/api/v1/clients/{id}', { path: { id: row.id } }).onFocus()}
      actions={can('clients.write') && <NewClientButton />}
      bulk={
        can('clients.write')
          ? (rows, clear) => <ChangeMany rows={rows} onDone={clear} />
          : undefined
      }
      empty={
        <EmptyState title={t('list.empty')} hint={t('list.emptyHint')}>
          {can('imports.run') && (
            <Button component={Link} to="/imports">
              {t('list.import')}
            </Button>
          )}
          {can('clients.write') && <NewClientButton />}
        </EmptyState>
      }
    />
  );
}

function NewClientButton() {
  const { t } = useT('clients');
  return (
    <Button component={Link} to="/clients/new" variant="default">
      {t('list.new')}
    </Button>
  );
}

function useColumns(): readonly Column<ClientRow>[] {
  const { t } = useT('clients');
  const can = useCan();
  return useMemo(() => {
    const allowed = (row: ClientRow) => can('clients.write', row.owner_id);
    const touches = ['client'] as const;
    return [
      {
        id: 'number',
        header: t('list.number'),
        sort: 'number',
        width: 110,
        cell: (row) => <span className="numeric">{row.number}</span>,
      },
      {
        id: 'legal_name',
        header: t('list.name'),
        sort: 'name',
        width: 280,
        cell: (row) => <ClientLink id={row.id} name={row.legal_name} />,
      },
      {
        id: 'trading_name',
        header: t('list.tradingName'),
        width: 220,
        cell: (row) => <span>{row.trading_name}</span>,
        edit: {
          input: 'text',
          value: (row) => row.trading_name ?? '',
          save: saveField('trading_name'),
          latest,
          touches,
          allowed,
        },
      },
      {
        id: 'status',
        header: t('list.status'),
        width: 110,
        cell: (row) => <StatusBadge kind="client" status={row.status} />,
        edit: {
          input: 'select',
          options: STATUSES.map((value) => ({ value, label: t(`ui:status.client.${value}`) })),
          value: (row) => row.status,
          save: saveField('status'),
          latest,
          touches,
          allowed,
        },
      },
      { id: 'client_type', header: t('list.type'), width: 120, cell: (row) => row.client_type },
      { id: 'owner_name', header: t('list.owner'), width: 150, cell: (row) => row.owner_name },
      {
        id: 'credit_limit',
        csv: ['currency', 'credit_limit'],
        header: t('list.creditLimit'),
        width: 120,
        align: 'end',
        cell: (row) => <Money amount={row.credit_limit} currency={row.currency} />,
        edit: {
          input: 'amount',
          value: (row) => row.credit_limit ?? '',
          save: saveField('credit_limit'),
          latest,
          touches,
          allowed,
        },
      },
      {
        id: 'currency',
        header: t('list.currency'),
        width: 80,
        hidden: true,
        cell: (row) => row.currency,
      },
      {
        id: 'kind',
        header: t('list.kind'),
        width: 110,
        hidden: true,
        cell: (row) => t(`list.${row.kind}`),
      },
      {
        id: 'updated_at',
        header: t('list.updated'),
        sort: 'updated',
        width: 170,
        hidden: true,
        cell: (row) => <Instant value={row.updated_at} />,
      },
    ] satisfies Column<ClientRow>[];
  }, [t, can]);
}

function useFilters(): readonly Filter[] {
  const { t } = useT('clients');
  return useMemo(
    () => [
      {
        kind: 'text',
        param: 'search',
        label: t('list.search'),
        placeholder: t('list.searchHint'),
        pinned: true,
      },
      {
        kind: 'select',
        param: 'status',
        label: t('list.status'),
        pinned: true,
        options: STATUSES.map((value) => ({ value, label: t(`ui:status.client.${value}`) })),
      },
      { kind: 'user', param: 'owner', label: t('list.owner'), pinned: true },
      {
        kind: 'select',
        param: 'kind',
        label: t('list.kind'),
        options: (['organisation', 'person'] as const).map((value) => ({
          value,
          label: t(`list.${value}`),
        })),
      },
      { kind: 'text', param: 'client_type', label: t('list.type') },
      { kind: 'text', param: 'currency', label: t('list.currency') },
      { kind: 'text', param: 'tag', label: t('list.tag') },
      { kind: 'client', param: 'parent', label: t('list.parent') },
      { kind: 'boolean', param: 'archived', label: t('list.withArchived') },
    ],
    [t],
  );
}
