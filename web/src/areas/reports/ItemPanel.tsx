import { Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { ClientLink } from '@/ui/ClientLink';
import { Day, Instant } from '@/ui/Day';
import { DescriptionList } from '@/ui/DescriptionList';
import { Money } from '@/ui/Money';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { SidePanel } from '@/ui/SidePanel';
import { StatusBadge } from '@/ui/StatusBadge';
import { EntryLines } from './EntryLines';
import { CounterLink, ItemLink } from './links';
import { ReportFiles } from './ReportFiles';
import classes from './reports.module.css';

type History = Schema<'OpenItemHistory'>;

/** What became of the item that the address names, beside whatever page one is on. */
export function ItemPanel() {
  const { t } = useT('reports');
  const [words, change] = useSearchWords();
  const { data, error, refetch } = useRead(
    '/api/v1/open-items/{id}/history',
    { path: { id: words.item ?? '' } },
    { enabled: words.item !== undefined, keep: false },
  );
  return (
    <SidePanel
      opened={words.item !== undefined}
      onClose={() => change({ item: undefined }, { replace: false })}
      size={640}
      title={data ? t(`item.title.${data.kind}`, { number: data.number }) : t('item.history')}
    >
      {error ? (
        <ProblemAlert error={error} retry={() => void refetch()} />
      ) : data ? (
        <ItemHistory item={data} />
      ) : (
        <Skeleton height={320} />
      )}
    </SidePanel>
  );
}

function ItemHistory({ item }: { item: History }) {
  const { t } = useT('reports');
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <StatusBadge kind="open_item" status={item.kind} />
        <Group gap="sm">
          <ItemLink kind={item.kind} id={item.id} number={t('item.openDocument')} />
          <ReportFiles
            path={`/api/v1/open-items/${item.id}/history`}
            query={{}}
            name={`history-${item.number}`}
          />
        </Group>
      </Group>
      <DescriptionList
        facts={[
          { term: t('items.client'), value: <ClientLink id={item.client} /> },
          {
            term: t('items.amount'),
            value: <Money amount={item.amount} currency={item.currency} />,
          },
          {
            term: t('item.inBase'),
            value: item.currency !== item.base_currency && (
              <Money amount={item.amount_in_base} currency={item.base_currency} />
            ),
          },
          { term: t('items.issued'), value: <Day value={item.issued_on} /> },
          { term: t('items.due'), value: <Day value={item.due_on} /> },
          {
            term: t('item.recorded'),
            value: (
              <>
                <Instant value={item.recorded_at} />, {item.recorded_by}
              </>
            ),
          },
        ]}
      />
      <Steps item={item} />
    </Stack>
  );
}

function Steps({ item }: { item: History }) {
  const { t } = useT('reports');
  return (
    <Table.ScrollContainer minWidth={370}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('item.day')}</Table.Th>
            <Table.Th>{t('item.what')}</Table.Th>
            <Table.Th ta="right">{t('item.took')}</Table.Th>
            <Table.Th ta="right">{t('item.remaining')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr>
            <Table.Td>
              <Day value={item.issued_on} />
            </Table.Td>
            <Table.Td>
              {t('item.posted')}
              <EntryLines no={item.entry_no} />
            </Table.Td>
            <Table.Td />
            <Table.Td ta="right">
              <Money amount={item.amount} />
            </Table.Td>
          </Table.Tr>
          {item.steps.map((step, index) => (
            <Table.Tr key={index} style={{ verticalAlign: 'top' }}>
              <Table.Td>
                <Day value={step.applied_on} />
              </Table.Td>
              <Table.Td className={classes.step}>
                {step.reverses_no === null || step.reverses_no === undefined
                  ? t(`step.${step.kind}`)
                  : t('item.takenBack', { what: t(`step.${step.kind}`) })}{' '}
                <CounterLink item={item} step={step} />
                {step.reason && (
                  <Text size="xs" c="dimmed">
                    {step.reason}
                  </Text>
                )}
                <EntryLines no={step.entry_no} />
              </Table.Td>
              <Table.Td ta="right">
                <Money amount={step.amount} />
              </Table.Td>
              <Table.Td ta="right">
                <Money amount={step.remaining} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
