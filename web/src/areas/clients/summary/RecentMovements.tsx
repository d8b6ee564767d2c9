import { Skeleton, Table, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { shifted } from '@/lib/day';
import { useAsOf } from '@/ui/AsOfPicker';
import { Day } from '@/ui/Day';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { beforeIn, explainBalanceAfter, explainMoved } from '../../reports/explain-movement';
import { isInternal, MovementDocument, sourceWord } from '../../reports/movement';
import { Panel } from './Panel';

const DAYS = 60;
const ROWS = 7;
const ROWS_PX = 230;

/** What moved the account in the last days. */
export function useRecent(clientId: string) {
  const { day } = useAsOf();
  return useRead(
    '/api/v1/clients/{id}/history',
    { path: { id: clientId }, query: { from: shifted(day, -DAYS), until: day, limit: 500 } },
    { keep: false },
  );
}

/** What moved the account last. */
export function RecentMovements({ clientId }: { clientId: string }) {
  const { t } = useT('clients');
  const words = useT('reports');
  const { asOf } = useAsOf();
  const { data, error } = useRecent(clientId);
  const queries = useQueryClient();
  if (error) return null;
  const asked = { queries, beforeOf: beforeIn(queries, clientId, data ? [data] : []) };
  const rows =
    data?.items
      .filter((row) => !isInternal(row))
      .slice(-ROWS)
      .toReversed() ?? [];
  return (
    <Panel
      title={t('recent.title')}
      hint={
        <Link
          to="/clients/$id"
          params={{ id: clientId }}
          search={{ tab: 'history', as_of: asOf }}
          className="plain"
        >
          {t('recent.all')}
        </Link>
      }
    >
      {!data && <Skeleton height={ROWS_PX} />}
      {data && rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('recent.none', { days: DAYS })}
        </Text>
      )}
      {rows.length > 0 && (
        <Table.ScrollContainer minWidth={420}>
          <Table verticalSpacing={4} horizontalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('recent.day')}</Table.Th>
                <Table.Th>{t('recent.what')}</Table.Th>
                <Table.Th>{t('recent.document')}</Table.Th>
                <Table.Th ta="right">{t('recent.amount')}</Table.Th>
                <Table.Th ta="right">{t('file.balance')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={`${row.entry_no} ${row.currency}`}>
                  <Table.Td>
                    <Day value={row.effective_on} />
                  </Table.Td>
                  <Table.Td>{sourceWord(row.source, words.t)}</Table.Td>
                  <Table.Td>
                    <MovementDocument movement={row} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <ExplainAmount
                      quiet
                      id={`moved.${row.entry_no}`}
                      amount={row.amount}
                      currency={row.currency}
                      explanation={explainMoved(queries, row)}
                    />
                  </Table.Td>
                  <Table.Td ta="right">
                    <ExplainAmount
                      quiet
                      id={`owed.${row.entry_no}`}
                      amount={row.balance}
                      currency={row.currency}
                      explanation={explainBalanceAfter(asked, row)}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  );
}
