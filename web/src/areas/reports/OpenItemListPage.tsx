import { useMemo } from 'react';
import { useT } from '@/i18n';
import { AsOfPicker, useAsOf } from '@/ui/AsOfPicker';
import type { Filter } from '@/ui/list/definition';
import { ItemPanel } from './ItemPanel';
import { OpenItems } from './OpenItems';

const KINDS = ['invoice', 'credit_note', 'receipt'] as const;

/** What is open of all clients in reach, at the end of a day. */
export function OpenItemListPage() {
  const { t } = useT('reports');
  const { asOf } = useAsOf();
  const filters = useMemo<readonly Filter[]>(
    () => [
      { kind: 'client', param: 'client', label: t('items.client'), pinned: true },
      { kind: 'boolean', param: 'include_children', label: t('items.children') },
      { kind: 'user', param: 'owner', label: t('items.owner'), pinned: true },
      {
        kind: 'select',
        param: 'kind',
        label: t('items.kind'),
        pinned: true,
        options: KINDS.map((value) => ({ value, label: t(`ui:status.open_item.${value}`) })),
      },
      { kind: 'number', param: 'min_days_past_due', label: t('items.minDays'), pinned: true },
      { kind: 'text', param: 'currency', label: t('items.currency') },
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
