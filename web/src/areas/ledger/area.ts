import {
  IconBook,
  IconCurrencyDollar,
  IconListTree,
  IconLock,
  IconNumbers,
  IconPlus,
  IconScale,
} from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listSearch, searchOf } from '@/lib/search';
import { frameRoute } from '@/shell/frame-route';
import type { Area } from '@/shell/screens';

const parent = () => frameRoute;

export const ledgerRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/journal',
    validateSearch: listSearch('text', 'from', 'until', 'source', 'document', 'account', 'client'),
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./JournalPage'), 'JournalPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/chart',
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./ChartPage'), 'ChartPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/trial-balance',
    validateSearch: searchOf('as_of', 'known_at', 'currency', 'explain'),
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./TrialBalancePage'), 'TrialBalancePage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/periods',
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./PeriodsPage'), 'PeriodsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/journal/new',
    staticData: { permission: 'ledger.post' },
    component: lazyRouteComponent(() => import('./NewEntryPage'), 'NewEntryPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/journal/$entry_no',
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./EntryPage'), 'EntryPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/chart/$id',
    validateSearch: listSearch('as_of', 'known_at', 'text', 'from', 'until', 'source', 'client'),
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./AccountPage'), 'AccountPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/exchange-rates',
    validateSearch: searchOf('currency'),
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./RatesPage'), 'RatesPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/number-series',
    staticData: { permission: 'ledger.read' },
    component: lazyRouteComponent(() => import('./SeriesPage'), 'SeriesPage'),
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
    {
      id: 'exchange-rates',
      to: '/exchange-rates',
      label: (t) => t('ledger:rates.title'),
      icon: IconCurrencyDollar,
      section: 'ledger',
      permission: 'ledger.read',
      keys: 'g x',
    },
    {
      id: 'number-series',
      to: '/number-series',
      label: (t) => t('ledger:series.title'),
      icon: IconNumbers,
      section: 'ledger',
      permission: 'ledger.read',
    },
  ],
  actions: [
    {
      id: 'journal.new',
      to: '/journal/new',
      label: (t) => t('ledger:entry.new'),
      icon: IconPlus,
      permission: 'ledger.post',
      keys: 'n j',
    },
  ],
};
