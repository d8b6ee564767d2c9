import { resolve } from 'node:path';

/** A file of the tests' own. */
export const file = (name: string) => resolve(import.meta.dirname, '../files', name);
