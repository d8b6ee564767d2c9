import { createRouter } from '@tanstack/react-router';
import { billingRoutes } from './areas/billing/area';
import { clientsRoutes } from './areas/clients/area';
import { importsRoutes } from './areas/imports/area';
import { ledgerRoutes } from './areas/ledger/area';
import { paymentsRoutes } from './areas/payments/area';
import { peopleRoutes } from './areas/people/area';
import { reportsRoutes } from './areas/reports/area';
import { parseSearch, stringifySearch } from './lib/search';
import { CrashedPage, NotFoundPage } from './shell/ErrorPages';
import { Frame } from './shell/Frame';
import { frameRoute } from './shell/frame-route';
import { shellRoutes } from './shell/routes';

frameRoute.update({
  component: Frame,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashedPage,
});

const routeTree = frameRoute.addChildren([
  ...shellRoutes,
  ...clientsRoutes,
  ...reportsRoutes,
  ...billingRoutes,
  ...paymentsRoutes,
  ...ledgerRoutes,
  ...importsRoutes,
  ...peopleRoutes,
]);

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultErrorComponent: CrashedPage,
  defaultNotFoundComponent: NotFoundPage,
  defaultPreload: 'intent',
  defaultPendingMs: 300,
  scrollRestoration: true,
  scrollToTopSelectors: ['#page'],
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
