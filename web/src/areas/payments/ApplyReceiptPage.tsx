import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead } from '@/api/read';
import { ApplyForm } from './ApplyForm';
import { ApplyFrame } from './ApplyFrame';
import { suggested } from './applying';
import { useDiscounts } from './discounts';

/** Puts a receipt to invoices: what the server suggests is filled in, and can be changed. */
export function ApplyReceiptPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const [on, setOn] = useState<string | null>(null);
  const receipt = useRead('/api/v1/receipts/{id}', { path: { id } }, { keep: false });
  const suggestions = useRead('/api/v1/receipts/{id}/suggestions', {
    path: { id },
    query: on ? { on } : {},
  });
  const items = suggestions.data?.items;
  const discounts = useDiscounts(items?.map(({ item }) => item.client) ?? [], on);
  const targets = items?.map(({ item, named, amount }) => ({
    id: item.id,
    number: item.number,
    client: item.client,
    open: item.open,
    due_on: item.due_on,
    issued_on: item.issued_on,
    named,
    suggested: amount,
    discount: discounts.get(item.id),
  }));
  const credit = receipt.data && {
    id,
    number: receipt.data.number,
    client: receipt.data.client,
    clientName: receipt.data.client_name,
    currency: receipt.data.currency,
    free: receipt.data.status === 'posted' ? receipt.data.unapplied : '0',
    reference: receipt.data.reference,
    to: `/receipts/${id}`,
  };
  return (
    <ApplyFrame
      credit={credit}
      isRead={items !== undefined}
      error={receipt.error ?? suggestions.error}
    >
      {credit && targets && items && (
        <ApplyForm
          key={id}
          credit={credit}
          targets={targets}
          suggestion={suggested(items)}
          start={suggested(items)}
          on={on}
          onDay={setOn}
        />
      )}
    </ApplyFrame>
  );
}
