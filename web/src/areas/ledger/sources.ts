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
