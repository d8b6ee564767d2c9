import { Loader, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '@/i18n';
import { ProblemDetail } from '@/ui/ProblemDetail';
import type { Asked } from './BatchDialog';
import classes from './BatchTable.module.css';
import type { Outcome, Outcomes } from './run-all';

export interface BatchColumn<Row> {
  id: string;
  header: string;
  cell: (row: Row, asked: Asked) => ReactNode;
  align?: 'end';
}

interface Props<Row> {
  columns: readonly BatchColumn<Row>[];
  rows: readonly Row[];
  outcomes: Outcomes;
  asked: Asked;
}

/** The rows, each with what became of it. */
export function BatchTable<Row extends { id: string }>({
  columns,
  rows,
  outcomes,
  asked,
}: Props<Row>) {
  const { t } = useT('billing');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={classes.scroll} aria-label={t('batch.rows')} tabIndex={0}>
      <Table verticalSpacing={5} horizontalSpacing={8} stickyHeader className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column.id} ta={column.align === 'end' ? 'right' : undefined}>
                {column.header}
              </Table.Th>
            ))}
            <Table.Th w="34%">{t('batch.outcome')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              {columns.map((column) => (
                <Table.Td key={column.id} ta={column.align === 'end' ? 'right' : undefined}>
                  {column.cell(row, asked)}
                </Table.Td>
              ))}
              <Table.Td className={classes.outcome}>
                <Came outcome={outcomes[row.id]} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function Came({ outcome }: { outcome: Outcome | undefined }) {
  const { t } = useT('billing');
  if (!outcome) return null;
  if (outcome.state === 'running') return <Loader size={14} aria-label={t('batch.running')} />;
  if (outcome.state === 'done') {
    return (
      <span className={classes.came}>
        <IconCheck size={15} aria-hidden color="var(--positive)" />
        <span className="numeric">{outcome.said}</span>
      </span>
    );
  }
  return (
    <span className={classes.came}>
      <IconAlertTriangle size={15} aria-hidden color="var(--warning)" />
      <Text size="sm" span>
        {outcome.state === 'unanswered' ? (
          t('batch.unanswered')
        ) : (
          <ProblemDetail error={outcome.error} />
        )}
      </Text>
    </span>
  );
}
