import { useMemo } from 'react';
import { useT } from '@/i18n';
import { AsOfPicker, useAsOf } from '@/ui/AsOfPicker';
import type { Filter } from '@/ui/list/definition';
import { ItemPanel } from './ItemPanel';
import { itemFilters, OpenItems } from './OpenItems';

/** What is open of all clients in reach, at the end of a day. */
export function OpenItemListPage() {
  const { t } = useT('reports');
  const { asOf } = useAsOf();
  const filters = useMemo<readonly Filter[]>(
    () => [
      { kind: 'text', param: 'number', label: t('items.number'), pinned: true, width: 130 },
      { kind: 'client', param: 'client', label: t('items.client'), pinned: true },
      { kind: 'boolean', param: 'include_children', label: t('items.children') },
      {
        kind: 'user',
        param: 'owner',
        label: t('items.owner'),
        nobody: t('aging.nobody'),
        pinned: true,
      },
      ...itemFilters(t),
    ],
    [t],
  );
  return (
    <>
      <OpenItems fixed={{ as_of: asOf }} filters={filters} actions={<AsOfPicker />} />
      <ItemPanel />
    </>
  );
}
