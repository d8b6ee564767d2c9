import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import type { Search } from '@/lib/search';
import { useCan } from '@/shell/session';
import type { Drill } from './figures';

/** Where a document is shown: receipts by themselves, invoices and credit notes together. */
export const documentPath = (kind: Schema<'OpenItemKind'>, id: string) =>
  kind === 'receipt' ? `/receipts/${id}` : `/invoices/${id}`;

interface ItemProps {
  kind: Schema<'OpenItemKind'>;
  id: string;
  number: string;
}

/** A document by its number. */
export function ItemLink({ kind, id, number }: ItemProps) {
  return (
    <Link to={documentPath(kind, id) as '/'} className="plain numeric">
      {number}
    </Link>
  );
}

/** The document on the other side of a settlement. An invoice's may be a receipt or a credit note: its item tells. */
export function CounterLink({
  item,
  step,
}: {
  item: Schema<'OpenItemHistory'>;
  step: Schema<'OpenItemStep'>;
}) {
  if (!step.counter) return null;
  const number = step.counter_number ?? '…';
  if (item.kind !== 'invoice') return <ItemLink kind="invoice" id={step.counter} number={number} />;
  return (
    <Link to="/open-items" search={{ item: step.counter }} className="plain numeric">
      {number}
    </Link>
  );
}

/** A journal entry by its number. */
export function EntryLink({ no }: { no: number }) {
  const { t } = useT('reports');
  const words = t('item.entry', { no });
  if (!useCan()('ledger.read')) return <span>{words}</span>;
  return (
    <Link to={`/journal/${no}` as '/'} className="plain numeric">
      {words}
    </Link>
  );
}

interface DrillProps {
  query: Drill['query'];
  to: Search;
  children: ReactNode;
}

/** Deeper into the aged balance, under the same day, buckets and currency. */
export function DrillLink({ query, to, children }: DrillProps) {
  const search = {
    as_of: query.as_of,
    basis: query.basis,
    buckets: query.buckets,
    currency: query.currency,
    in_base: query.in_base ? 'true' : undefined,
    owner: query.owner,
    ...to,
  };
  return (
    <Link to="/aging" search={search} className="plain">
      {children}
    </Link>
  );
}
