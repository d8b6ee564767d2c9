import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/schemas';

type WithDocument = Pick<
  Schema<'JournalLine'>,
  'document_id' | 'document_kind' | 'document_number'
>;

/** The document of an entry or of a line by its number; nothing where it has none. */
export function DocumentLink({ of }: { of: WithDocument }) {
  const { document_id: id, document_kind: kind, document_number: number } = of;
  if (!number) return null;
  if (!id || !kind) return <span className="numeric">{number}</span>;
  const to = kind === 'receipt' ? `/receipts/${id}` : `/invoices/${id}`;
  return (
    <Link to={to as '/'} className="plain numeric">
      {number}
    </Link>
  );
}
