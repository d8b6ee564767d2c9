import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { frameRoute } from './frame-route';

const parent = () => frameRoute;

export const shellRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/clients' as string, replace: true });
    },
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings',
    component: lazyRouteComponent(() => import('./SettingsPage'), 'SettingsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/changes',
    component: lazyRouteComponent(() => import('./ChangesPage'), 'ChangesPage'),
  }),
] as const;
