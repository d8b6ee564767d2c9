import { IconAddressBook, IconBuildingStore, IconPlus } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listSearch, searchOf } from '@/lib/search';
import { frameRoute } from '@/shell/frame-route';
import type { Area } from '@/shell/screens';

const parent = () => frameRoute;

export const clientsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/clients',
    validateSearch: listSearch(
      'search',
      'status',
      'owner',
      'kind',
      'client_type',
      'currency',
      'tag',
      'parent',
      'archived',
    ),
    staticData: { permission: 'clients.read' },
    component: lazyRouteComponent(() => import('./ClientListPage'), 'ClientListPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/clients/new',
    validateSearch: searchOf('parent'),
    staticData: { permission: 'clients.write' },
    component: lazyRouteComponent(() => import('./form/NewClientPage'), 'NewClientPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/clients/$id/edit',
    staticData: { permission: 'clients.write' },
    component: lazyRouteComponent(() => import('./form/EditClientPage'), 'EditClientPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/clients/$id',
    // The words of its tabs' lists stand here too.
    validateSearch: listSearch(
      'tab',
      'as_of',
      'status',
      'kind',
      'from',
      'until',
      'currency',
      'item',
      'include_children',
      'basis',
      'days_from',
      'days_until',
      'number',
      'explain',
      'source',
      'account',
      'text',
    ),
    staticData: { permission: 'clients.read' },
    component: lazyRouteComponent(() => import('./ClientPage'), 'ClientPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/contacts',
    validateSearch: listSearch('name_prefix', 'email', 'client'),
    staticData: { permission: 'clients.read' },
    component: lazyRouteComponent(() => import('./ContactListPage'), 'ContactListPage'),
  }),
] as const;

export const clients: Area = {
  screens: [
    {
      id: 'clients',
      to: '/clients',
      label: (t) => t('shell:nav.clients'),
      icon: IconBuildingStore,
      section: 'book',
      permission: 'clients.read',
      keys: 'g c',
    },
    {
      id: 'contacts',
      to: '/contacts',
      label: (t) => t('shell:nav.contacts'),
      icon: IconAddressBook,
      section: 'book',
      permission: 'clients.read',
      keys: 'g n',
    },
  ],
  actions: [
    {
      id: 'client.new',
      to: '/clients/new',
      label: (t) => t('clients:list.new'),
      icon: IconPlus,
      permission: 'clients.write',
      keys: 'n c',
    },
  ],
};
