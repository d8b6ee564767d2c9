import type { components } from './schema';

/** The API's shapes by name: `Schema<'Client'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];
