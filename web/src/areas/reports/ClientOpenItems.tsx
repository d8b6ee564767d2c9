import { useMemo } from 'react';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { AsOfPicker, useAsOf } from '@/ui/AsOfPicker';
import type { Filter } from '@/ui/list/definition';
import { ItemPanel } from './ItemPanel';
import { itemFilters, OpenItems } from './OpenItems';

/** What is open of one client, at the end of a day. */
export function ClientOpenItems({ clientId }: { clientId: string }) {
  const { t } = useT('reports');
  const [words] = useSearchWords();
  const { asOf } = useAsOf();
  const filters = useMemo<readonly Filter[]>(
    () => [
      ...itemFilters(t),
      { kind: 'boolean', param: 'include_children', label: t('items.children'), pinned: true },
      { kind: 'text', param: 'number', label: t('items.number') },
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
