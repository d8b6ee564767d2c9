import type { Schema } from '@/api/schemas';
import type { T } from '@/i18n';

export const SOURCES = [
  'invoice',
  'credit_note',
  'receipt',
  'application',
  'discount',
  'small_balance',
  'write_off',
  'refund',
  'bounce',
  'void',
  'manual',
] as const;

type Source = (typeof SOURCES)[number];

const isSource = (word: string): word is Source => (SOURCES as readonly string[]).includes(word);

/** The kind of act that posted an entry, in words; one that is new here by its own word. */
export const sourceWord = (source: string, t: T<'ledger'>): string =>
  isSource(source) ? t(`ledger:source.${source}`) : source.replaceAll('_', ' ');

/** Where the document of an entry is shown; not every kind has a page. */
export function documentPath({ source, document_id: id }: Schema<'JournalEntry'>) {
  if (!id) return undefined;
  if (source === 'invoice' || source === 'credit_note') return `/invoices/${id}`;
  return source === 'receipt' || source === 'bounce' ? `/receipts/${id}` : undefined;
}

/** Where a line's document is shown: by the control account that it stands on. */
export function lineDocumentPath(
  line: Schema<'JournalLine'>,
  roles: ReadonlyMap<string, string | null | undefined>,
) {
  if (!line.document_id) return undefined;
  const role = roles.get(line.account_id);
  if (role === 'receivable') return `/invoices/${line.document_id}`;
  return role === 'unapplied' ? `/receipts/${line.document_id}` : undefined;
}
