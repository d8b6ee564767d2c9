import { Group, Select } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { read } from '@/api/read';
import { useT } from '@/i18n';
import { shifted } from '@/lib/day';
import { useSearchWords } from '@/lib/go';
import { useCan } from '@/shell/session';
import { AsOfPicker, useAsOf } from '@/ui/AsOfPicker';
import { Page, PageHeader } from '@/ui/Page';
import { UrlTabs } from '@/ui/UrlTabs';
import { UserPicker } from '@/ui/UserPicker';
import { CeiPanel } from './CeiPanel';
import { DsoPanel } from './DsoPanel';
import { monthEnds } from './figures';

export const MONTHS = 12;

/** The periods whose figures are drawn: each as long as the last, at the end of each month. */
export function usePeriods() {
  const [words] = useSearchWords();
  const { day } = useAsOf();
  const days = Number(words.days ?? 90);
  return monthEnds(day, MONTHS).map((until) => ({
    from: shifted(until, 1 - days),
    until,
    owner: words.owner,
  }));
}

/** All months at the same time: no figure waits for another. */
export function useMonths<P extends '/api/v1/reports/dso' | '/api/v1/reports/cei'>(path: P) {
  const periods = usePeriods();
  return useQueries({
    queries: periods.map((query) => ({ ...read(path, { query } as never), staleTime: 60_000 })),
  });
}

/** How long money is waited for, and how much of what could be collected was. */
export function CollectionPage() {
  const { t } = useT('reports');
  const can = useCan();
  const [words, change] = useSearchWords();
  return (
    <Page>
      <PageHeader
        title={t('collection.title')}
        actions={
          <Group gap="xs">
            <Select
              size="xs"
              w={130}
              aria-label={t('collection.period')}
              allowDeselect={false}
              value={words.days ?? '90'}
              onChange={(days) => change({ days: days === '90' ? undefined : (days ?? undefined) })}
              data={['30', '60', '90', '180', '365'].map((value) => ({
                value,
                label: t('collection.days', { days: value }),
              }))}
            />
            {can('users.manage') && (
              <UserPicker
                size="xs"
                w={190}
                aria-label={t('collection.owner')}
                placeholder={t('collection.allOwners')}
                clearButtonProps={{ 'aria-label': t('ui:clear') }}
                value={words.owner ?? null}
                onChange={(owner) => change({ owner: owner ?? undefined })}
              />
            )}
            <AsOfPicker />
          </Group>
        }
      />
      <UrlTabs
        label={t('collection.title')}
        tabs={[
          { id: 'dso', label: t('dso.title'), content: <DsoPanel /> },
          { id: 'cei', label: t('cei.title'), content: <CeiPanel /> },
        ]}
      />
    </Page>
  );
}
