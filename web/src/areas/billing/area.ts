import {
  IconFileInvoice,
  IconFilePencil,
  IconFilePlus,
  IconMessageReport,
} from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listSearch, searchOf } from '@/lib/search';
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
      'explain',
    ),
    staticData: { permission: 'receivables.read' },
    component: lazyRouteComponent(() => import('./InvoiceListPage'), 'InvoiceListPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/invoices/new',
    // `like` is an invoice whose lines and terms are copied.
    validateSearch: searchOf('client', 'like'),
    staticData: { permission: 'invoices.write' },
    component: lazyRouteComponent(() => import('./NewInvoicePage'), 'NewInvoicePage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/invoices/$id',
    staticData: { permission: 'receivables.read' },
    component: lazyRouteComponent(() => import('./InvoicePage'), 'InvoicePage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/invoices/$id/edit',
    staticData: { permission: 'invoices.write' },
    component: lazyRouteComponent(() => import('./EditDraftPage'), 'EditDraftPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/invoices/$id/credit',
    staticData: { permission: 'invoices.write' },
    component: lazyRouteComponent(() => import('./CreditNotePage'), 'CreditNotePage'),
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
  actions: [
    {
      id: 'invoice.new',
      to: '/invoices/new',
      label: (t) => t('billing:actions.new'),
      icon: IconFilePlus,
      permission: 'invoices.write',
      keys: 'n i',
    },
    {
      id: 'invoice.drafts',
      to: '/invoices',
      search: { status: 'draft' },
      label: (t) => t('billing:actions.drafts'),
      icon: IconFilePencil,
      permission: 'receivables.read',
    },
    {
      id: 'invoice.disputed',
      to: '/invoices',
      search: { disputed: 'true' },
      label: (t) => t('billing:actions.disputed'),
      icon: IconMessageReport,
      permission: 'receivables.read',
    },
  ],
};
