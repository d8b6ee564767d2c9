import type { QueryClient } from '@tanstack/react-query';
import type { paths } from './schema';

/**
 * A query's key is `[resource, path, parameters]`, where the resource is the first word of the path
 * behind `/api/v1/`: `['clients', '/api/v1/clients/{id}/balance', {path: {id}}]`. What changes is
 * named by the audit trail's subject kind; this table says which resources then show something else.
 */
export const TOUCHED = {
  client: ['clients', 'contacts', 'reports', 'notifications', 'audit-events'],
  contact: ['contacts', 'clients', 'audit-events'],
  invoice: [
    'invoices',
    'open-items',
    'clients',
    'reports',
    'journal-entries',
    'proof',
    'audit-events',
  ],
  receipt: [
    'receipts',
    'invoices',
    'open-items',
    'clients',
    'reports',
    'journal-entries',
    'proof',
    'audit-events',
  ],
  settlement: ['receipts', 'invoices', 'clients', 'reports', 'open-items', 'journal-entries'],
  open_item: ['receipts', 'invoices', 'clients', 'reports', 'open-items', 'journal-entries'],
  refund: [
    'refunds',
    'receipts',
    'invoices',
    'open-items',
    'clients',
    'reports',
    'journal-entries',
    'audit-events',
  ],
  write_off: [
    'write-offs',
    'invoices',
    'open-items',
    'clients',
    'reports',
    'journal-entries',
    'audit-events',
  ],
  journal_entry: ['journal-entries', 'gl-accounts', 'trial-balance', 'reports', 'proof'],
  gl_account: ['gl-accounts', 'trial-balance'],
  period: ['periods'],
  exchange_rate: ['exchange-rates'],
  number_series: ['number-series'],
  payment_term: ['payment-terms'],
  tax: ['taxes'],
  proof_run: ['proof-runs', 'jobs', 'audit-events'],
  import: [
    'notifications',
    'imports',
    'clients',
    'contacts',
    'invoices',
    'receipts',
    'reports',
    'journal-entries',
  ],
  import_profile: ['import-profiles'],
  job: ['jobs', 'imports', 'notifications'],
  user: ['users'],
  role: ['roles', 'session'],
  team: ['teams', 'session'],
  token: ['tokens'],
  company: ['company', 'session'],
  holiday: ['company'],
  notification: ['notifications'],
  view: ['views'],
  preferences: ['preferences'],
} as const satisfies Record<string, readonly string[]>;

export type SubjectKind = keyof typeof TOUCHED;

/** `clients` of `/api/v1/clients/{id}/balance`. */
export const resourceOf = (path: string) => path.split('/')[3] ?? path;

export const queryKey = (path: keyof paths | string, parameters?: unknown) =>
  parameters === undefined ? [resourceOf(path), path] : [resourceOf(path), path, parameters];

/** Marks as stale what shows something of these kinds; what is on screen is read again. */
export function invalidateKinds(client: QueryClient, kinds: readonly string[]): Promise<void> {
  const resources = new Set<string>();
  for (const kind of kinds) {
    for (const resource of TOUCHED[kind as SubjectKind] ?? []) resources.add(resource);
  }
  return client.invalidateQueries({
    predicate: (query) => resources.has(String(query.queryKey[0])),
  });
}
