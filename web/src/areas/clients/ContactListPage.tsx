import { useMemo } from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { ClientLink } from '@/ui/ClientLink';
import { EmptyState } from '@/ui/EmptyState';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage } from '@/ui/list/ListPage';
import { fullName } from './ClientContacts';

/** All contacts of all clients in reach. */
export function ContactListPage() {
  const { t } = useT('clients');
  const go = useGo();
  const columns = useColumns();
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        kind: 'text',
        param: 'name_prefix',
        label: t('contacts.search'),
        placeholder: t('contacts.searchHint'),
        pinned: true,
      },
      { kind: 'text', param: 'email', label: t('contacts.email') },
      { kind: 'client', param: 'client', label: t('contacts.client'), pinned: true },
    ],
    [t],
  );
  return (
    <ListPage
      list="contacts"
      path="/api/v1/contacts"
      title={t('contacts.title')}
      columns={columns}
      filters={filters}
      usualSort="name"
      rowName={fullName}
      onOpen={(row) => go(`/clients/${row.client_id}`, { tab: 'contacts' })}
      empty={<EmptyState title={t('contacts.empty')} hint={t('contacts.emptyHint')} />}
    />
  );
}

function useColumns(): readonly Column<Schema<'Contact'>>[] {
  const { t } = useT('clients');
  return useMemo(
    () => [
      {
        id: 'name',
        csv: ['family_name', 'given_name'],
        header: t('contacts.name'),
        sort: 'name',
        width: 190,
        cell: (row) => <span>{fullName(row)}</span>,
      },
      {
        id: 'client',
        csv: ['client_number', 'client_name'],
        header: t('contacts.client'),
        width: 260,
        cell: (row) => <ClientLink id={row.client_id} name={row.client_name} />,
      },
      {
        id: 'roles',
        header: t('contacts.roles'),
        width: 160,
        cell: (row) => <span>{row.roles.join(', ')}</span>,
      },
      {
        id: 'emails',
        header: t('contacts.email'),
        width: 280,
        cell: (row) =>
          row.emails[0] && (
            <a className="plain" href={`mailto:${row.emails[0]}`}>
              {row.emails[0]}
            </a>
          ),
      },
      {
        id: 'phones',
        header: t('contacts.phone'),
        width: 150,
        cell: (row) =>
          row.phones[0] && (
            <a className="plain numeric" href={`tel:${row.phones[0]}`}>
              {row.phones[0]}
            </a>
          ),
      },
      {
        id: 'language',
        header: t('contacts.language'),
        width: 90,
        hidden: true,
        cell: (row) => row.language,
      },
    ],
    [t],
  );
}
