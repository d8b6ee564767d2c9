import {
  IconCalendarStats,
  IconChartLine,
  IconListDetails,
  IconShieldCheck,
} from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listSearch, searchOf } from '@/lib/search';
import { frameRoute } from '@/shell/frame-route';
import type { Area } from '@/shell/screens';

const parent = () => frameRoute;

export const reportsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/aging',
    validateSearch: searchOf(
      'as_of',
      'by',
      'basis',
      'buckets',
      'client',
      'owner',
      'currency',
      'in_base',
      'include_children',
      'sort',
      'item',
      'explain',
      'cols',
      'view',
    ),
    staticData: { permission: 'receivables.read' },
    component: lazyRouteComponent(() => import('./AgingPage'), 'AgingPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/open-items',
    validateSearch: listSearch(
      'as_of',
      'client',
      'include_children',
      'owner',
      'kind',
      'currency',
      'basis',
      'days_from',
      'days_until',
      'number',
      'item',
      'explain',
    ),
    staticData: { permission: 'receivables.read' },
    component: lazyRouteComponent(() => import('./OpenItemListPage'), 'OpenItemListPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/proof',
    validateSearch: listSearch('tab', 'ok'),
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./ProofPage'), 'ProofPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/collection',
    validateSearch: searchOf('tab', 'as_of', 'days', 'owner', 'client', 'currency', 'explain'),
    staticData: { permission: 'receivables.read' },
    component: lazyRouteComponent(() => import('./CollectionPage'), 'CollectionPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/clients/$id/statement',
    validateSearch: searchOf('from', 'until', 'currency'),
    staticData: { permission: 'receivables.read' },
    component: lazyRouteComponent(() => import('./StatementPage'), 'StatementPage'),
  }),
] as const;

export const reports: Area = {
  screens: [
    {
      id: 'aging',
      to: '/aging',
      label: (t) => t('shell:nav.aging'),
      icon: IconCalendarStats,
      section: 'receivables',
      permission: 'receivables.read',
      keys: 'g a',
    },
    {
      id: 'open-items',
      to: '/open-items',
      label: (t) => t('shell:nav.openItems'),
      icon: IconListDetails,
      section: 'receivables',
      permission: 'receivables.read',
      keys: 'g o',
    },
    {
      id: 'collection',
      to: '/collection',
      label: (t) => t('reports:collection.nav'),
      icon: IconChartLine,
      section: 'receivables',
      permission: 'receivables.read',
      keys: 'g d',
    },
    {
      id: 'proof',
      to: '/proof',
      label: (t) => t('shell:nav.proof'),
      icon: IconShieldCheck,
      section: 'ledger',
      permission: 'ledger.read',
      keys: 'g f',
    },
  ],
  actions: [],
};
