import { ActionIcon, Badge, Button, Skeleton, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { say, useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { useCan } from '@/shell/session';
import { useShortcuts } from '@/shell/shortcuts';
import { ClientLink } from '@/ui/ClientLink';
import { Day, Instant } from '@/ui/Day';
import { DescriptionList } from '@/ui/DescriptionList';
import { ExplainAmount, type Explanation } from '@/ui/ExplainAmount';
import { Decimal, Money } from '@/ui/Money';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { linePart } from '../reports/explain-entry';
import { DocumentLink } from './DocumentLink';
import { ReverseDialog } from './ReverseDialog';
import { sourceWord } from './sources';

type Entry = Schema<'JournalEntry'>;

/** One entry of the journal with its lines; one posted by hand can be taken back. */
export function EntryPage() {
  const { t } = useT('ledger');
  const go = useGo();
  const can = useCan();
  const { entry_no: word } = useParams({ from: '/journal/$entry_no' });
  const no = Number(word);
  const entry = useRead(
    '/api/v1/journal-entries/{entry_no}',
    { path: { entry_no: no } },
    { keep: false },
  );
  const [isReversing, reversing] = useDisclosure(false);
  const step = (by: number) => no + by > 0 && go(`/journal/${no + by}`);
  useShortcuts([
    { keys: '[', label: t('entry.before'), group: 'here', run: () => void step(-1) },
    { keys: ']', label: t('entry.after'), group: 'here', run: () => void step(1) },
  ]);
  const data = entry.data;
  const mayReverse =
    data?.source === 'manual' &&
    data.reverses_no == null &&
    data.reversed_by_no == null &&
    can('ledger.post');
  return (
    <Page>
      <PageHeader
        title={t('entry.title', { no: word })}
        aside={
          data?.reversed_by_no != null && (
            <Badge variant="default" tt="none" fw={500} radius="sm">
              {t('entry.isReversed')}
            </Badge>
          )
        }
        subtitle={data?.narrative ?? ' '}
        actions={
          <>
            {mayReverse && (
              <Button
                variant="default"
                leftSection={<IconArrowBackUp size={16} aria-hidden />}
                onClick={reversing.open}
              >
                {t('entry.reverse')}
              </Button>
            )}
            <ActionIcon
              variant="default"
              aria-label={t('entry.before')}
              disabled={no <= 1}
              onClick={() => step(-1)}
            >
              <IconChevronLeft size={16} />
            </ActionIcon>
            <ActionIcon variant="default" aria-label={t('entry.after')} onClick={() => step(1)}>
              <IconChevronRight size={16} />
            </ActionIcon>
          </>
        }
      />
      {entry.error && <ProblemAlert error={entry.error} retry={() => void entry.refetch()} />}
      {!data && !entry.error && <Skeleton height={280} />}
      {data && <Facts entry={data} />}
      {data && <Lines entry={data} />}
      {data && isReversing && <ReverseDialog entry={data} onClose={reversing.close} />}
    </Page>
  );
}

function Facts({ entry }: { entry: Entry }) {
  const { t } = useT('ledger');
  const entryLink = (no: number | null | undefined) =>
    no != null && (
      <Link to={`/journal/${no}` as '/'} className="plain">
        {t('entry.title', { no })}
      </Link>
    );
  return (
    <DescriptionList
      facts={[
        { term: t('journal.day'), value: <Day value={entry.effective_on} style="long" /> },
        { term: t('journal.source'), value: sourceWord(entry.source, t) },
        { term: t('entry.document'), value: entry.document_number && <DocumentLink of={entry} /> },
        {
          term: t('journal.recorded'),
          value: (
            <>
              <Instant value={entry.recorded_at} />, {entry.recorded_by}
            </>
          ),
        },
        { term: t('entry.reason'), value: entry.reason },
        { term: t('entry.reverses'), value: entryLink(entry.reverses_no) },
        { term: t('entry.reversedBy'), value: entryLink(entry.reversed_by_no) },
      ]}
    />
  );
}

/** What a line comes to in base currency: its own amount, at its rate. */
const explainBase = (entry: Entry, at: number): Explanation => ({
  key: ['journal-entries', 'explain-base', entry.entry_no, at],
  parts: async () =>
    entry.lines.slice(at, at + 1).map((line) => ({
      ...linePart(line, at),
      hint: (
        <>
          {say('ledger:entry.rate')} <Decimal value={line.rate} />
        </>
      ),
    })),
});

function Lines({ entry }: { entry: Entry }) {
  const { t } = useT('ledger');
  return (
    <Table.ScrollContainer minWidth={860}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('journal.account')}</Table.Th>
            <Table.Th ta="right">{t('journal.debit')}</Table.Th>
            <Table.Th ta="right">{t('journal.credit')}</Table.Th>
            <Table.Th>{t('journal.client')}</Table.Th>
            <Table.Th>{t('entry.document')}</Table.Th>
            <Table.Th ta="right">{t('entry.rate')}</Table.Th>
            <Table.Th ta="right">{t('entry.inBase')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entry.lines.map((line, index) => {
            const amount = <Money amount={line.amount} currency={line.currency} />;
            return (
              <Table.Tr key={index}>
                <Table.Td>
                  <Link to={`/chart/${line.account_id}` as '/'} className="plain">
                    <span className="numeric">{line.account_number}</span> {line.account_name}
                  </Link>
                </Table.Td>
                <Table.Td ta="right">{line.side === 'debit' && amount}</Table.Td>
                <Table.Td ta="right">{line.side === 'credit' && amount}</Table.Td>
                <Table.Td>
                  {line.client_id && <ClientLink id={line.client_id} name={line.client_name} />}
                </Table.Td>
                <Table.Td>
                  <DocumentLink of={line} />
                </Table.Td>
                <Table.Td ta="right">{line.rate !== '1' && <Decimal value={line.rate} />}</Table.Td>
                <Table.Td ta="right">
                  {line.rate === '1' ? (
                    <Money amount={line.base_amount} />
                  ) : (
                    <ExplainAmount
                      quiet
                      id={`base.${index}`}
                      amount={line.base_amount}
                      explanation={explainBase(entry, index)}
                    />
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
