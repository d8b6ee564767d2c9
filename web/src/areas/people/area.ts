import { IconBuilding, IconHistory, IconKey, IconUsers } from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listSearch, searchOf } from '@/lib/search';
import { frameRoute } from '@/shell/frame-route';
import type { Area } from '@/shell/screens';

const parent = () => frameRoute;

export const peopleRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/users',
    validateSearch: listSearch('active'),
    staticData: { permission: 'users.manage' },
    component: lazyRouteComponent(() => import('./UserListPage'), 'UserListPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/roles',
    validateSearch: searchOf('role'),
    staticData: { permission: 'users.manage' },
    component: lazyRouteComponent(() => import('./RolesPage'), 'RolesPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/company',
    validateSearch: searchOf('tab'),
    staticData: { permission: 'company.manage' },
    component: lazyRouteComponent(() => import('./CompanyPage'), 'CompanyPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/audit',
    validateSearch: listSearch('subject_kind', 'subject_id', 'action', 'from', 'until'),
    staticData: { permission: 'audit.read' },
    component: lazyRouteComponent(() => import('./AuditPage'), 'AuditPage'),
  }),
] as const;

export const people: Area = {
  screens: [
    {
      id: 'users',
      to: '/users',
      label: (t) => t('shell:nav.users'),
      icon: IconUsers,
      section: 'administration',
      permission: 'users.manage',
      keys: 'g s',
    },
    {
      id: 'roles',
      to: '/roles',
      label: (t) => t('shell:nav.roles'),
      icon: IconKey,
      section: 'administration',
      permission: 'users.manage',
    },
    {
      id: 'company',
      to: '/company',
      label: (t) => t('shell:nav.company'),
      icon: IconBuilding,
      section: 'administration',
      permission: 'company.manage',
    },
    {
      id: 'audit',
      to: '/audit',
      label: (t) => t('shell:nav.audit'),
      icon: IconHistory,
      section: 'administration',
      permission: 'audit.read',
      keys: 'g e',
    },
  ],
  actions: [],
};
