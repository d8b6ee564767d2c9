import { ActionIcon, Skeleton, Table, Text, Tooltip } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useT } from '@/i18n';
import { formatInstant } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useCan } from '@/shell/session';
import { Day } from '@/ui/Day';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { Money } from '@/ui/Money';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { explainItem } from '../reports/explain-item';
import { DocumentLink } from './DocumentLink';
import { EntryLink } from './EntryLink';
import { type Step, takenBack, useItemHistory } from './history';
import { TakeBackDialog } from './TakeBackDialog';

const REVERSIBLE: readonly Step['kind'][] = ['application', 'discount', 'small_balance'];

/** What became of a document: everything that took from it or gave back, with what was then left. */
export function ItemHistory({ id }: { id: string }) {
  const { t } = useT('billing');
  const mayTakeBack = useCan()('receipts.take');
  const [chosen, setChosen] = useState<Step>();
  const { data, error, refetch } = useItemHistory(id);
  if (error) return <ProblemAlert error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={90} />;
  if (data.steps.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('history.none')}
      </Text>
    );
  }
  const undone = takenBack(data.steps);
  return (
    <>
      <Table.ScrollContainer minWidth={520}>
        <Table verticalSpacing={5} horizontalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('history.day')}</Table.Th>
              <Table.Th>{t('history.what')}</Table.Th>
              <Table.Th>{t('history.with')}</Table.Th>
              <Table.Th ta="right">{t('history.amount')}</Table.Th>
              <Table.Th ta="right">{t('history.left')}</Table.Th>
              <Table.Th>{t('list.entry')}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.steps.map((step, at) => (
              <StepRow
                key={step.entry_no}
                item={id}
                at={at}
                step={step}
                currency={data.currency}
                isUndone={undone.has(step.entry_no)}
                onTakeBack={
                  mayTakeBack &&
                  REVERSIBLE.includes(step.kind) &&
                  step.reverses_no == null &&
                  !undone.has(step.entry_no)
                    ? () => setChosen(step)
                    : undefined
                }
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {chosen && (
        <TakeBackDialog
          step={chosen}
          currency={data.currency}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
}

interface RowProps {
  item: string;
  /** Its place among the steps. */
  at: number;
  step: Step;
  currency: string;
  isUndone: boolean;
  onTakeBack: (() => void) | undefined;
}

function StepRow({ item, at, step, currency, isUndone, onTakeBack }: RowProps) {
  const { t } = useT('billing');
  const queries = useQueryClient();
  const locale = useLocale();
  const by = t('history.by', {
    name: step.recorded_by,
    when: formatInstant(step.recorded_at, locale),
  });
  return (
    <Table.Tr title={by} c={isUndone || step.reverses_no != null ? 'dimmed' : undefined}>
      <Table.Td>
        <Day value={step.applied_on} />
      </Table.Td>
      <Table.Td>
        <span className="nowrap">{t(`step.${step.kind}`)}</span>
        {isUndone && <Note>{t('history.undone')}</Note>}
        {step.reverses_no != null && (
          <Note>{t('history.undoes', { number: String(step.reverses_no) })}</Note>
        )}
        {step.reason && <Note>{step.reason}</Note>}
      </Table.Td>
      <Table.Td>
        {step.counter && (
          <DocumentLink
            id={step.counter}
            number={step.counter_number}
            kind={step.counter_kind ?? undefined}
          />
        )}
      </Table.Td>
      <Table.Td ta="right">
        <Money amount={step.amount} currency={currency} />
      </Table.Td>
      <Table.Td ta="right">
        <ExplainAmount
          quiet
          id={`left.${step.entry_no}`}
          amount={step.remaining}
          currency={currency}
          explanation={explainItem(queries, item, { steps: at + 1 })}
        />
      </Table.Td>
      <Table.Td>
        <EntryLink entryNo={step.entry_no} />
      </Table.Td>
      <Table.Td p={0}>
        {onTakeBack && (
          <Tooltip label={t('history.takeBack')}>
            <ActionIcon
              size="sm"
              aria-label={t('history.takeBackOf', { number: String(step.entry_no) })}
              onClick={onTakeBack}
            >
              <IconArrowBackUp size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Note({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed">
      {children}
    </Text>
  );
}
