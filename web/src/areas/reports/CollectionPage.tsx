import { Group, Select } from '@mantine/core';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { useCan } from '@/shell/session';
import { AsOfPicker } from '@/ui/AsOfPicker';
import { ClientPicker } from '@/ui/ClientPicker';
import { Page, PageHeader } from '@/ui/Page';
import { UrlTabs } from '@/ui/UrlTabs';
import { UserPicker } from '@/ui/UserPicker';
import { CeiPanel } from './CeiPanel';
import { usePeriod } from './collection';
import { DsoPanel } from './DsoPanel';
import { ReportFiles } from './ReportFiles';

/** How long money is waited for, and how much of what could be collected was. */
export function CollectionPage() {
  const { t } = useT('reports');
  const can = useCan();
  const [words, change] = useSearchWords();
  const period = usePeriod();
  const report = words.tab === 'cei' ? 'cei' : 'dso';
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
            <div style={{ width: 210 }}>
              <ClientPicker
                size="xs"
                name={t('items.client')}
                value={words.client ?? null}
                onChange={(client) => change({ client: client ?? undefined })}
              />
            </div>
            {can('users.manage') && !words.client && (
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
            <ReportFiles path={`/api/v1/reports/${report}`} query={period} name={report} />
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
