import { IconFileInvoice } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listSearch } from '@/lib/search';
import { frameRoute } from '@/shell/frame-route';
import type { Area } from '@/shell/screens';

const parent = () => frameRoute;

export const billingRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/invoices',
    validateSearch: listSearch(
      'client',
      'kind',
      'status',
      'number',
      'currency',
      'issued_from',
      'issued_until',
      'due_from',
      'due_until',
      'disputed',
    ),
    staticData: { permission: 'receivables.read' },
    component: lazyRouteComponent(() => import('./InvoiceListPage'), 'InvoiceListPage'),
  }),
] as const;

export const billing: Area = {
  screens: [
    {
      id: 'invoices',
      to: '/invoices',
      label: (t) => t('shell:nav.invoices'),
      icon: IconFileInvoice,
      section: 'receivables',
      permission: 'receivables.read',
      keys: 'g i',
    },
  ],
  actions: [],
};
