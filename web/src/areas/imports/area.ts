import { IconFileImport } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listSearch } from '@/lib/search';
import { frameRoute } from '@/shell/frame-route';
import type { Area } from '@/shell/screens';

const parent = () => frameRoute;

export const importsRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/imports',
    validateSearch: listSearch('status', 'kind'),
    staticData: { permission: 'imports.run' },
    component: lazyRouteComponent(() => import('./ImportListPage'), 'ImportListPage'),
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
  actions: [],
};
