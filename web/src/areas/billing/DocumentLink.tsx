import { Link } from '@tanstack/react-router';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';

interface Props {
  id: string;
  /** Where it is known, nothing is read. */
  number?: string | null | undefined;
  kind?: 'invoice' | 'credit_note' | 'receipt' | undefined;
}

/** Leads to an invoice, a credit note or a receipt by its id, whichever it is. */
export function DocumentLink({ id, number, kind }: Props) {
  const { t } = useT();
  const isKnown = number != null && kind !== undefined;
  const { data } = useRead(
    '/api/v1/open-items/{id}/history',
    { path: { id } },
    { keep: false, enabled: !isKnown, staleTime: 5 * 60_000 },
  );
  const which = kind ?? data?.kind ?? 'invoice';
  const folder = which === 'receipt' ? 'receipts' : 'invoices';
  return (
    <Link to={`/${folder}/$id` as '/'} params={{ id } as never} className="plain numeric nowrap">
      {number ?? data?.number ?? '…'}
      {which === 'credit_note' && (
        <span className="visually-hidden"> {t('status.open_item.credit_note')}</span>
      )}
    </Link>
  );
}
