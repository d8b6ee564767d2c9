import {
  IconCash,
  IconCashOff,
  IconCoins,
  IconEraser,
  IconHourglass,
  IconPigMoney,
} from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listSearch, searchOf } from '@/lib/search';
import { frameRoute } from '@/shell/frame-route';
import type { Area } from '@/shell/screens';

const parent = () => frameRoute;

export const paymentsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/receipts',
    validateSearch: listSearch(
      'client',
      'status',
      'method',
      'number',
      'reference',
      'currency',
      'received_from',
      'received_until',
      'unapplied',
      'explain',
    ),
    staticData: { permission: 'receivables.read' },
    component: lazyRouteComponent(() => import('./ReceiptListPage'), 'ReceiptListPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/receipts/new',
    validateSearch: searchOf('client', 'amount', 'currency', 'reference'),
    staticData: { permission: 'receipts.take' },
    component: lazyRouteComponent(() => import('./TakeReceiptPage'), 'TakeReceiptPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/receipts/$id',
    staticData: { permission: 'receivables.read' },
    component: lazyRouteComponent(() => import('./ReceiptPage'), 'ReceiptPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/receipts/$id/apply',
    staticData: { permission: 'receipts.take' },
    component: lazyRouteComponent(() => import('./ApplyReceiptPage'), 'ApplyReceiptPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/invoices/$id/apply',
    staticData: { permission: 'receipts.take' },
    component: lazyRouteComponent(() => import('./ApplyCreditNotePage'), 'ApplyCreditNotePage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/refunds',
    validateSearch: listSearch('client', 'explain'),
    staticData: { permission: 'receivables.read' },
    component: lazyRouteComponent(() => import('./RefundListPage'), 'RefundListPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/write-offs',
    validateSearch: listSearch('client', 'status', 'explain'),
    staticData: { permission: 'receivables.read' },
    component: lazyRouteComponent(() => import('./WriteOffListPage'), 'WriteOffListPage'),
  }),
] as const;

export const payments: Area = {
  screens: [
    {
      id: 'receipts',
      to: '/receipts',
      label: (t) => t('shell:nav.receipts'),
      icon: IconCash,
      section: 'receivables',
      permission: 'receivables.read',
      keys: 'g r',
    },
    {
      id: 'refunds',
      to: '/refunds',
      label: (t) => t('shell:nav.refunds'),
      icon: IconCashOff,
      section: 'receivables',
      permission: 'receivables.read',
      keys: 'g u',
    },
    {
      id: 'write-offs',
      to: '/write-offs',
      label: (t) => t('shell:nav.writeOffs'),
      icon: IconEraser,
      section: 'receivables',
      permission: 'receivables.read',
      keys: 'g w',
    },
  ],
  actions: [
    {
      id: 'receipt.take',
      to: '/receipts/new',
      label: (t) => t('payments:actions.take'),
      icon: IconCoins,
      permission: 'receipts.take',
      keys: 'n r',
    },
    {
      id: 'receipt.unapplied',
      to: '/receipts',
      search: { unapplied: 'true' },
      label: (t) => t('payments:actions.unapplied'),
      icon: IconPigMoney,
      permission: 'receivables.read',
    },
    {
      id: 'write-off.proposals',
      to: '/write-offs',
      search: { status: 'proposed' },
      label: (t) => t('payments:actions.proposals'),
      icon: IconHourglass,
      permission: ['write_offs.approve', 'write_offs.request'],
    },
  ],
};
