import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { frameRoute } from './frame-route';
import { HomePage } from './home/HomePage';

const parent = () => frameRoute;

export const shellRoutes = [
  createRoute({
    getParentRoute: parent,
    path: '/',
    component: HomePage, // with the shell: a file of its own would cost more than it holds
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
