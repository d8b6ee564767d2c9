import {
  IconBuilding,
  IconHistory,
  IconKey,
  IconListDetails,
  IconPlugConnected,
  IconUserPlus,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listSearch, searchOf } from '@/lib/search';
import { frameRoute } from '@/shell/frame-route';
import type { Area } from '@/shell/screens';

const parent = () => frameRoute;

export const peopleRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/users',
    validateSearch: listSearch('active', 'new'),
    staticData: { permission: 'users.manage' },
    component: lazyRouteComponent(() => import('./UserListPage'), 'UserListPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/users/$id',
    staticData: { permission: 'users.manage' },
    component: lazyRouteComponent(() => import('./UserPage'), 'UserPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/teams',
    validateSearch: searchOf('new'),
    staticData: { permission: 'users.manage' },
    component: lazyRouteComponent(() => import('./TeamsPage'), 'TeamsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/roles',
    staticData: { permission: 'users.manage' },
    component: lazyRouteComponent(() => import('./RolesPage'), 'RolesPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/roles/$id',
    validateSearch: searchOf('from'),
    staticData: { permission: 'users.manage' },
    component: lazyRouteComponent(() => import('./RolePage'), 'RolePage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/tokens',
    validateSearch: searchOf('new'),
    component: lazyRouteComponent(() => import('./TokensPage'), 'TokensPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/company',
    validateSearch: searchOf('tab', 'year'),
    staticData: { permission: ['company.manage', 'ledger.setup'] },
    component: lazyRouteComponent(() => import('./CompanyPage'), 'CompanyPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/audit',
    validateSearch: listSearch('subject_kind', 'subject_id', 'action', 'from', 'until'),
    staticData: { permission: 'audit.read' },
    component: lazyRouteComponent(() => import('./AuditPage'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/jobs',
    validateSearch: listSearch('status', 'kind'),
    staticData: { permission: ['company.manage', 'imports.run'] },
    component: lazyRouteComponent(() => import('./JobListPage'), 'JobListPage'),
  }),
] as const;

export const people: Area = {
  screens: [
    {
      id: 'users',
      to: '/users',
      label: (t) => t('people:nav.users'),
      icon: IconUsers,
      section: 'administration',
      permission: 'users.manage',
      keys: 'g s',
    },
    {
      id: 'teams',
      to: '/teams',
      label: (t) => t('people:nav.teams'),
      icon: IconUsersGroup,
      section: 'administration',
      permission: 'users.manage',
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
      permission: ['company.manage', 'ledger.setup'],
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
    {
      id: 'jobs',
      to: '/jobs',
      label: (t) => t('people:nav.jobs'),
      icon: IconListDetails,
      section: 'administration',
      permission: ['company.manage', 'imports.run'],
    },
    {
      id: 'tokens',
      to: '/tokens',
      label: (t) => t('people:nav.tokens'),
      icon: IconPlugConnected,
      section: 'administration',
    },
  ],
  actions: [
    {
      id: 'user.new',
      to: '/users',
      search: { new: '1' },
      label: (t) => t('people:users.new'),
      icon: IconUserPlus,
      permission: 'users.manage',
    },
    {
      id: 'team.new',
      to: '/teams',
      search: { new: '1' },
      label: (t) => t('people:teams.new'),
      icon: IconUsersGroup,
      permission: 'users.manage',
    },
    {
      id: 'role.new',
      to: '/roles/new',
      label: (t) => t('people:roles.new'),
      icon: IconKey,
      permission: 'users.manage',
    },
    {
      id: 'token.new',
      to: '/tokens',
      search: { new: '1' },
      label: (t) => t('people:tokens.new'),
      icon: IconPlugConnected,
    },
  ],
};
