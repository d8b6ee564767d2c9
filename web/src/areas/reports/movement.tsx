import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/schemas';
import type { T } from '@/i18n';
import { isZero } from '@/lib/format';
import { ItemLink } from './links';

type Movement = Schema<'Movement'>;

/** What kinds of acts post; the journal knows them by these words. */
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

/** The source of an entry in words; one that is new here by its own word. */
export const sourceWord = (source: string, t: T<'reports'>): string =>
  isSource(source) ? t(`reports:source.${source}`) : source.replaceAll('_', ' ');

/** Whose documents have a page of their own; what others are about is told by its open item. */
const PAGES: Partial<Record<string, Schema<'OpenItemKind'>>> = {
  invoice: 'invoice',
  credit_note: 'credit_note',
  receipt: 'receipt',
  bounce: 'receipt',
};

export function MovementDocument({ movement }: { movement: Movement }) {
  const { document, document_number: number, source } = movement;
  if (!number) return null;
  const kind = PAGES[source];
  if (!document) return <span className="numeric">{number}</span>;
  if (kind) return <ItemLink kind={kind} id={document} number={number} />;
  return (
    <Link to="/open-items" search={{ item: document }} className="plain numeric">
      {number}
    </Link>
  );
}

/** Moves nothing for the client: a receipt that goes to an invoice changes only where it stands. */
export const isInternal = (movement: Movement) => isZero(movement.amount);

/** What a movement was, in the words of a letter: the journal's narrative is written for accountants. */
export function movementWords(movement: Movement, t: T<'reports'>): string {
  const { source, document_number: number } = movement;
  if (!number || !isSource(source)) return movement.narrative;
  const what = `${sourceWord(source, t)} ${number}`;
  return movement.reverses_no == null ? what : t('statement.reversal', { what });
}
