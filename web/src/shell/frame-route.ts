import { createRootRoute } from '@tanstack/react-router';
import { CrashedPage, NotFoundPage } from './ErrorPages';
import { Frame } from './Frame';
import type { Permission } from './session';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Who holds none of these sees a page that says so. */
    permission?: Permission | readonly Permission[];
  }
}

/** The parent of every screen: header, navigation and the page. */
export const frameRoute = createRootRoute({
  component: Frame,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashedPage,
});
