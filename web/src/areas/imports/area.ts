import { IconFileImport, IconUpload } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listSearch, searchOf } from '@/lib/search';
import { frameRoute } from '@/shell/frame-route';
import type { Area } from '@/shell/screens';
import { WIZARD_WORDS } from './wizard/words';

const parent = () => frameRoute;

export const importsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/imports',
    validateSearch: listSearch('status', 'kind'),
    staticData: { permission: 'imports.run' },
    component: lazyRouteComponent(() => import('./ImportListPage'), 'ImportListPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/imports/new',
    validateSearch: searchOf(...WIZARD_WORDS),
    staticData: { permission: 'imports.run' },
    component: lazyRouteComponent(() => import('./wizard/WizardPage'), 'WizardPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/imports/$id',
    validateSearch: searchOf('job'),
    staticData: { permission: 'imports.run' },
    component: lazyRouteComponent(() => import('./ImportPage'), 'ImportPage'),
  }),
] as const;

export const imports: Area = {
  screens: [
    {
      id: 'imports',
      to: '/imports',
      label: (t) => t('shell:nav.imports'),
      icon: IconFileImport,
      section: 'imports',
      permission: 'imports.run',
      keys: 'g m',
    },
  ],
  actions: [
    {
      id: 'import.new',
      to: '/imports/new',
      label: (t) => t('imports:list.new'),
      icon: IconUpload,
      permission: 'imports.run',
      keys: 'n m',
    },
  ],
};
