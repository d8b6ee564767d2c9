import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from './frame-route';

const parent = () => frameRoute;

export const shellRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/',
    component: lazyRouteComponent(() => import('./home/HomePage'), 'HomePage'),
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
