import { createRootRoute } from '@tanstack/react-router';
import type { Permission } from './session';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Who holds none of these sees a page that says so. */
    permission?: Permission | readonly Permission[];
  }
}

/**
 * The parent of every screen. Its components are put in by the router: the frame knows all areas, and
 * the areas know this route.
 */
export const frameRoute = createRootRoute();
