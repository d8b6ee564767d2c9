import { useMemo } from 'react';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { AsOfPicker, useAsOf } from '@/ui/AsOfPicker';
import type { Filter } from '@/ui/list/definition';
import { ItemPanel } from './ItemPanel';
import { OpenItems } from './OpenItems';

const KINDS = ['invoice', 'credit_note', 'receipt'] as const;

/** What is open of one client, at the end of a day. */
export function ClientOpenItems({ clientId }: { clientId: string }) {
  const { t } = useT('reports');
  const [words] = useSearchWords();
  const { asOf } = useAsOf();
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        kind: 'select',
        param: 'kind',
        label: t('items.kind'),
        pinned: true,
        options: KINDS.map((value) => ({ value, label: t(`ui:status.open_item.${value}`) })),
      },
      { kind: 'boolean', param: 'include_children', label: t('items.children'), pinned: true },
      { kind: 'number', param: 'min_days_past_due', label: t('items.minDays') },
      { kind: 'text', param: 'currency', label: t('items.currency') },
    ],
    [t],
  );
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 8, height: '100%' }}>
      <AsOfPicker />
      <div style={{ flex: 1, minHeight: 0 }}>
        <OpenItems
          embedded
          withClient={words.include_children === 'true'}
          fixed={{ client: clientId, as_of: asOf }}
          filters={filters}
        />
      </div>
      <ItemPanel />
    </div>
  );
}
