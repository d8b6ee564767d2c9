/** What an audit event says has changed: a line a field, with what stood there before and after. */
export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

type Facts = Record<string, unknown>;

const isFacts = (value: unknown): value is Facts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const isNothing = (value: unknown) => value === null || value === undefined || value === '';

/** Fields that differ; of something new or removed all that it had. */
export function differencesOf(detail: Facts): Difference[] {
  const { before, after } = detail;
  if (before === undefined && after === undefined) return [];
  if (!isFacts(before) && !isFacts(after)) return [{ field: '', before, after }];
  const [old, fresh] = [isFacts(before) ? before : {}, isFacts(after) ? after : {}];
  const fields = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
  return fields
    .filter((field) => !same(old[field], fresh[field]))
    .filter((field) => !(isNothing(old[field]) && isNothing(fresh[field])))
    .map((field) => ({ field, before: old[field], after: fresh[field] }));
}

/** What an event says besides before and after. */
export const othersOf = (detail: Facts): [string, unknown][] =>
  Object.entries(detail).filter(
    ([name, value]) => name !== 'before' && name !== 'after' && !isNothing(value),
  );

/** A value in words: lists in lines, facts by name, names in place of what `nameOf` knows. */
export function inWords(
  value: unknown,
  nameOf: (text: string) => string | undefined,
  fieldOf: (field: string) => string = plainName,
): string {
  if (isNothing(value)) return '–';
  if (Array.isArray(value)) {
    return value.length === 0 ? '–' : value.map((one) => inWords(one, nameOf, fieldOf)).join('\n');
  }
  if (isFacts(value)) {
    return Object.entries(value)
      .filter(([, one]) => !isNothing(one))
      .map(([name, one]) => `${fieldOf(name)}: ${inWords(one, nameOf, fieldOf)}`)
      .join(', ');
  }
  const text = String(value);
  return nameOf(text) ?? text;
}

/** `legal_name` → `Legal name`: fields are recorded under the API's own words. */
export function plainName(field: string): string {
  const words = field.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const BY_ID: Record<string, string> = {
  client: '/clients',
  invoice: '/invoices',
  receipt: '/receipts',
  journal_entry: '/journal',
  user: '/users',
  role: '/roles',
  import: '/imports',
};

const PAGES: Record<string, [string, Record<string, string>?]> = {
  team: ['/teams'],
  token: ['/tokens'],
  job: ['/jobs'],
  company: ['/company'],
  holiday: ['/company', { tab: 'calendar' }],
  payment_term: ['/company', { tab: 'terms' }],
  tax: ['/company', { tab: 'taxes' }],
  number_series: ['/number-series'],
  proof_run: ['/proof', { tab: 'runs' }],
  exchange_rate: ['/exchange-rates'],
  import_profile: ['/imports'],
  open_item: ['/open-items'],
  period: ['/periods'],
  gl_account: ['/chart'],
  refund: ['/refunds'],
  write_off: ['/write-offs'],
};

/** `issued` of `invoice.issued`. */
export const verbOf = (action: string) => action.slice(action.indexOf('.') + 1);

/** Says more to people than a long id does: the day of a holiday, the code of a tax. */
export const hasPlainId = (id: string) => id.length < 36;

/** Where a subject is shown; undefined where it has no page. */
export function placeOf(
  kind: string,
  id: string,
  detail: Facts = {},
): [to: string, search: Record<string, string>] | undefined {
  if (kind === 'contact' && typeof detail.client_id === 'string') {
    return [`/clients/${detail.client_id}`, { tab: 'contacts' }];
  }
  if (BY_ID[kind]) return [`${BY_ID[kind]}/${id}`, {}];
  const page = PAGES[kind];
  return page && [page[0], page[1] ?? {}];
}

/** Everything that is recorded, by the API's words. */
export const ACTIONS = [
  'application.taken_back',
  'client.changed',
  'client.opened',
  'client.restored',
  'company.changed',
  'company.created',
  'contact.added',
  'contact.changed',
  'contact.removed',
  'credit.applied',
  'credit_note.issued',
  'exchange_rate.set',
  'gl_account.changed',
  'gl_account.created',
  'holiday.removed',
  'holiday.set',
  'import.applied',
  'import.started',
  'import.undone',
  'import_profile.changed',
  'import_profile.created',
  'import_profile.deleted',
  'invoice.changed',
  'invoice.discarded',
  'invoice.dispute_changed',
  'invoice.drafted',
  'invoice.issued',
  'invoice.voided',
  'job.cancelled',
  'journal_entry.posted',
  'journal_entry.reversed',
  'number_series.created',
  'payment_term.changed',
  'payment_term.created',
  'period.lock_changed',
  'proof.ran',
  'receipt.bounced',
  'receipt.taken',
  'receipt.voided',
  'refund.paid',
  'role.changed',
  'role.created',
  'sample.booked',
  'session.started',
  'small_balance.closed',
  'tax.changed',
  'tax.created',
  'team.changed',
  'team.created',
  'token.created',
  'token.revoked',
  'user.changed',
  'user.created',
  'user.locked_out',
  'user.password_changed',
  'user.password_set',
  'view.changed',
  'view.created',
  'view.deleted',
  'write_off.approved',
  'write_off.booked',
  'write_off.proposed',
  'write_off.rejected',
  'write_off.reversed',
] as const;

/** What events are about, as the API names it. */
export const KINDS = [
  'client',
  'contact',
  'invoice',
  'receipt',
  'refund',
  'write_off',
  'open_item',
  'settlement',
  'journal_entry',
  'gl_account',
  'period',
  'exchange_rate',
  'payment_term',
  'tax',
  'number_series',
  'import',
  'import_profile',
  'job',
  'user',
  'role',
  'team',
  'token',
  'company',
  'holiday',
  'proof_run',
  'view',
] as const;
