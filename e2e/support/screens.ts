import type { Api } from './api.ts';

/** Things of the sample company that addresses need. */
export interface Ids {
  client: string;
  invoice: string;
  creditNote: string;
  draft: string;
  receipt: string;
  unapplied: string;
  entry: string;
  account: string;
  importId: string;
  user: string;
  role: string;
}

export interface Screen {
  path: (ids: Ids) => string;
  title: RegExp;
  /** Also looked at on a telephone. */
  main?: true;
}

const at = (path: string) => () => path;

/** Every screen of the app. */
export const SCREENS: Record<string, Screen> = {
  home: { path: at('/'), title: /^Good day/, main: true },
  clients: { path: at('/clients'), title: /^Clients$/, main: true },
  'new client': { path: at('/clients/new'), title: /client/i },
  'edit a client': { path: (i) => `/clients/${i.client}/edit`, title: /\S/ },
  'client file': { path: (i) => `/clients/${i.client}`, title: /\S/, main: true },
  'client’s open items': { path: (i) => `/clients/${i.client}?tab=open-items`, title: /\S/ },
  'client’s receipts': { path: (i) => `/clients/${i.client}?tab=receipts`, title: /\S/ },
  'client’s documents': { path: (i) => `/clients/${i.client}?tab=documents`, title: /\S/ },
  'client’s contacts': { path: (i) => `/clients/${i.client}?tab=contacts`, title: /\S/ },
  'client’s ledger': { path: (i) => `/clients/${i.client}?tab=ledger`, title: /\S/ },
  'client’s history': { path: (i) => `/clients/${i.client}?tab=history`, title: /\S/ },
  'client’s statement': {
    path: (i) => `/clients/${i.client}/statement`,
    title: /statement|estado de cuenta/i,
    main: true,
  },
  contacts: { path: at('/contacts'), title: /^Contacts$/ },
  'aged balance': { path: at('/aging'), title: /^Aged balance$/, main: true },
  'aged balance by client': { path: at('/aging?by=client'), title: /^Aged balance$/ },
  'aged balance of a client': { path: (i) => `/aging?client=${i.client}`, title: /Aged balance/ },
  'open items': { path: at('/open-items'), title: /^Open items$/, main: true },
  collection: { path: at('/collection'), title: /\S/ },
  invoices: { path: at('/invoices'), title: /^Invoices$/, main: true },
  'new invoice': { path: at('/invoices/new'), title: /invoice/i, main: true },
  invoice: { path: (i) => `/invoices/${i.invoice}`, title: /INV-/, main: true },
  'credit note': { path: (i) => `/invoices/${i.creditNote}`, title: /CN-/ },
  'draft invoice': { path: (i) => `/invoices/${i.draft}`, title: /draft/i },
  'edit a draft': { path: (i) => `/invoices/${i.draft}/edit`, title: /\S/ },
  'credit an invoice': { path: (i) => `/invoices/${i.invoice}/credit`, title: /\S/ },
  receipts: { path: at('/receipts'), title: /^Receipts$/, main: true },
  'take a receipt': {
    path: (i) => `/receipts/new?client=${i.client}`,
    title: /^Take a receipt$/,
    main: true,
  },
  receipt: { path: (i) => `/receipts/${i.receipt}`, title: /R-/, main: true },
  'apply a receipt': { path: (i) => `/receipts/${i.unapplied}/apply`, title: /R-/, main: true },
  refunds: { path: at('/refunds'), title: /^Refunds$/ },
  'write-offs': { path: at('/write-offs'), title: /^Write-offs$/ },
  journal: { path: at('/journal'), title: /^Journal$/, main: true },
  'journal entry': { path: (i) => `/journal/${i.entry}`, title: /\S/ },
  'new entry': { path: at('/journal/new'), title: /entry/i },
  chart: { path: at('/chart'), title: /^Chart of accounts$/ },
  account: { path: (i) => `/chart/${i.account}`, title: /\S/ },
  'trial balance': { path: at('/trial-balance'), title: /^Trial balance$/ },
  periods: { path: at('/periods'), title: /^Periods$/ },
  'exchange rates': { path: at('/exchange-rates'), title: /rates/i },
  'number series': { path: at('/number-series'), title: /series/i },
  proof: { path: at('/proof'), title: /^Proof of the books$/ },
  imports: { path: at('/imports'), title: /^Imports$/ },
  'import wizard': { path: at('/imports/new'), title: /^Import a file$/, main: true },
  import: { path: (i) => `/imports/${i.importId}`, title: /\S/ },
  users: { path: at('/users'), title: /^Users/ },
  user: { path: (i) => `/users/${i.user}`, title: /\S/ },
  teams: { path: at('/teams'), title: /^Teams$/ },
  roles: { path: at('/roles'), title: /^Roles$/ },
  role: { path: (i) => `/roles/${i.role}`, title: /\S/ },
  'new role': { path: at('/roles/new'), title: /role/i },
  tokens: { path: at('/tokens'), title: /tokens/i },
  company: { path: at('/company'), title: /\S/ },
  'audit trail': { path: at('/audit'), title: /^Audit trail$/ },
  jobs: { path: at('/jobs'), title: /\S/ },
  settings: { path: at('/settings'), title: /^Settings$/, main: true },
  'what changed': { path: at('/changes'), title: /^What changed$/ },
};

/** Things to look at: busy clients and old documents have the most on screen. */
export async function idsOf(api: Api): Promise<Ids> {
  const first = async (path: string) => {
    const { items } = await api.get(path);
    if (items.length === 0) throw new Error(`nothing at ${path}`);
    return items[0];
  };
  const aged = await api.get('/reports/aging?by=client');
  const busiest = aged.rows.toSorted(
    (a: { open_items: number }, b: { open_items: number }) => b.open_items - a.open_items,
  )[0];
  const imported = await first('/imports?limit=1');
  const entries = await first('/journal-entries?limit=1');
  return {
    client: busiest.client,
    invoice: (await first(`/invoices?limit=1&status=issued&kind=invoice&client=${busiest.client}`))
      .id,
    creditNote: (await first('/invoices?limit=1&kind=credit_note')).id,
    draft: (await first('/invoices?limit=1&status=draft')).id,
    receipt: (await first('/receipts?limit=1')).id,
    unapplied: (await first('/reports/open-items?limit=1&kind=receipt')).id,
    entry: String(entries.entry_no),
    account: (await first('/gl-accounts?limit=1')).id,
    importId: imported.id,
    user: (await first('/users?limit=1')).id,
    role: (await first('/roles')).id,
  };
}
