import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead } from '@/api/read';
import { ApplyForm } from './ApplyForm';
import { ApplyFrame } from './ApplyFrame';
import { useDiscounts } from './discounts';

const ITEMS_MAX = 500;

/** Puts a credit note to invoices of its client and the clients below it. */
export function ApplyCreditNotePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const [on, setOn] = useState<string | null>(null);
  const note = useRead('/api/v1/invoices/{id}', { path: { id } }, { keep: false });
  const { client = '', currency = '' } = note.data ?? {};
  const open = useRead(
    '/api/v1/reports/open-items',
    {
      query: {
        client,
        currency,
        include_children: true,
        kind: 'invoice',
        sort: 'due_on',
        limit: ITEMS_MAX,
      },
    },
    { enabled: note.data !== undefined },
  );
  const items = open.data?.items;
  const discounts = useDiscounts(items?.map((item) => item.client) ?? [], on);
  const credit = note.data && {
    id,
    number: note.data.number,
    client,
    clientName: note.data.client_name,
    currency,
    free: note.data.status === 'issued' ? (note.data.open ?? '0') : '0',
    reference: '',
    to: `/invoices/${id}`,
  };
  return (
    <ApplyFrame credit={credit} isRead={items !== undefined} error={note.error ?? open.error}>
      {credit && items && (
        <ApplyForm
          key={id}
          credit={credit}
          targets={items.map((item) => ({
            ...item,
            named: false,
            discount: discounts.get(item.id),
          }))}
          start={{}}
          on={on}
          onDay={setOn}
        />
      )}
    </ApplyFrame>
  );
}
