import { IconBook, IconListTree, IconLock, IconScale } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listSearch, searchOf } from '@/lib/search';
import { frameRoute } from '@/shell/frame-route';
import type { Area } from '@/shell/screens';

const parent = () => frameRoute;

export const ledgerRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/journal',
    validateSearch: listSearch('from', 'until', 'source', 'document', 'account', 'client'),
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./JournalPage'), 'JournalPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/chart',
    validateSearch: searchOf('as_of'),
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./ChartPage'), 'ChartPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/trial-balance',
    validateSearch: searchOf('as_of', 'known_at'),
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./TrialBalancePage'), 'TrialBalancePage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/periods',
    validateSearch: searchOf('year'),
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./PeriodsPage'), 'PeriodsPage'),
  }),
] as const;

export const ledger: Area = {
  screens: [
    {
      id: 'journal',
      to: '/journal',
      label: (t) => t('shell:nav.journal'),
      icon: IconBook,
      section: 'ledger',
      permission: 'ledger.read',
      keys: 'g j',
    },
    {
      id: 'chart',
      to: '/chart',
      label: (t) => t('shell:nav.chart'),
      icon: IconListTree,
      section: 'ledger',
      permission: 'ledger.read',
      keys: 'g h',
    },
    {
      id: 'trial-balance',
      to: '/trial-balance',
      label: (t) => t('shell:nav.trialBalance'),
      icon: IconScale,
      section: 'ledger',
      permission: 'ledger.read',
      keys: 'g t',
    },
    {
      id: 'periods',
      to: '/periods',
      label: (t) => t('shell:nav.periods'),
      icon: IconLock,
      section: 'ledger',
      permission: 'ledger.read',
      keys: 'g p',
    },
  ],
  actions: [],
};
