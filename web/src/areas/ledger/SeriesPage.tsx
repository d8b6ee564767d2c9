import { Button, Skeleton, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { useCan } from '@/shell/session';
import { useShortcuts } from '@/shell/shortcuts';
import { EmptyState } from '@/ui/EmptyState';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { NewSeries, numberOf } from './NewSeries';

/** What numbers documents get, and which is next. */
export function SeriesPage() {
  const { t } = useT('ledger');
  const mayEdit = useCan()('ledger.setup');
  const [isAdding, adding] = useDisclosure(false);
  const { data, error, refetch } = useRead('/api/v1/number-series', {});
  useShortcuts(
    mayEdit ? [{ keys: 'n', label: t('series.add'), group: 'here', run: adding.open }] : [],
  );
  return (
    <Page>
      <PageHeader
        title={t('series.title')}
        subtitle={t('series.hint')}
        actions={
          mayEdit && (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={adding.open}>
              {t('series.add')}
            </Button>
          )
        }
      />
      {error && <ProblemAlert error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={240} />}
      {data?.items.length === 0 && (
        <EmptyState title={t('series.empty')} hint={t('series.emptyHint')} />
      )}
      {data && data.items.length > 0 && (
        <Table.ScrollContainer minWidth={370}>
          <Table verticalSpacing={6} highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('series.code')}</Table.Th>
                <Table.Th>{t('series.purpose')}</Table.Th>
                <Table.Th>{t('series.prefix')}</Table.Th>
                <Table.Th ta="right">{t('series.digits')}</Table.Th>
                <Table.Th ta="right">{t('series.next')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody className="numeric">
              {data.items.map((series) => (
                <Table.Tr key={series.code}>
                  <Table.Td>{series.code}</Table.Td>
                  <Table.Td>{t(`purpose.${series.purpose}`)}</Table.Td>
                  <Table.Td>{series.prefix || '–'}</Table.Td>
                  <Table.Td ta="right">{series.digits}</Table.Td>
                  <Table.Td ta="right">
                    {numberOf(series.prefix, series.digits, series.next_no)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {isAdding && <NewSeries onClose={adding.close} />}
    </Page>
  );
}
