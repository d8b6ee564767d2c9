import { ActionIcon, Alert, Button, Group, Select, Stack, Table, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { useSession, useToday } from '@/shell/session';
import { AmountInput } from '@/ui/AmountInput';
import { ClientPicker } from '@/ui/ClientPicker';
import { DayInput } from '@/ui/DayInput';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type DraftLine, emptyLine, errorsOf, linePaths, sentLines } from './draft';

/** Posts an entry by hand. Whether it balances, and whether it may be posted, the server says. */
export function NewEntryPage() {
  const { t } = useT('ledger');
  const go = useGo();
  const today = useToday();
  const [on, setOn] = useState<string | null>(today);
  const [narrative, setNarrative] = useState('');
  const [lines, setLines] = useState<DraftLine[]>([emptyLine(1), emptyLine(2)]);
  const save = useChange({
    run: (input: Schema<'NewJournalEntry'>, { key }) =>
      body(
        api.POST('/api/v1/journal-entries', {
          params: { header: { 'Idempotency-Key': key } },
          body: input,
        }),
      ),
    touches: ['journal_entry'],
    done: (entry) => t('entry.posted', { no: entry.entry_no }),
    onDone: (entry) => go(`/journal/${entry.entry_no}`),
    fields: ['effective_on', 'narrative', 'lines', ...linePaths(lines.length)],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.send({ effective_on: on ?? '', narrative, lines: sentLines(lines) });
  };
  const put = (key: number, part: Partial<DraftLine>) =>
    setLines((lines) => lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const add = () =>
    setLines((lines) => [...lines, emptyLine(Math.max(0, ...lines.map(({ key }) => key)) + 1)]);
  const remove = (key: number) => setLines((lines) => lines.filter((line) => line.key !== key));
  const errorAt = errorsOf(lines, save.fieldErrors);
  return (
    <Page>
      <PageHeader title={t('entry.new')} subtitle={t('entry.newHint')} />
      <form onSubmit={submit}>
        <Stack gap="md">
          <Group align="flex-start">
            <DayInput
              label={t('journal.day')}
              w={160}
              clearable={false}
              value={on}
              onChange={setOn}
              error={save.fieldErrors.effective_on}
            />
            <TextInput
              label={t('journal.narrative')}
              placeholder={t('entry.narrativeHint')}
              style={{ flex: '1 1 260px' }}
              maw={520}
              data-autofocus
              value={narrative}
              error={save.fieldErrors.narrative}
              onChange={(event) => setNarrative(event.currentTarget.value)}
            />
          </Group>
          <Grid lines={lines} put={put} remove={remove} errorAt={errorAt} />
          <Group>
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={add}
              disabled={lines.length >= 1000}
            >
              {t('entry.addLine')}
            </Button>
          </Group>
          {save.fieldErrors.lines && (
            <Alert color="red" variant="light" role="alert" c="var(--mantine-color-text)">
              {save.fieldErrors.lines}
            </Alert>
          )}
          {save.problem && <ProblemAlert error={save.problem} retry={() => void save.retry()} />}
          <Group gap="xs">
            <Button type="submit" loading={save.pending}>
              {t('entry.post')}
            </Button>
            <Button variant="default" onClick={() => go('/journal')}>
              {t('ui:cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

interface GridProps {
  lines: DraftLine[];
  put: (key: number, part: Partial<DraftLine>) => void;
  remove: (key: number) => void;
  errorAt: (line: DraftLine, field: string) => string | undefined;
}

function Grid({ lines, put, remove, errorAt }: GridProps) {
  const { t } = useT('ledger');
  return (
    <Table.ScrollContainer minWidth={900}>
      <Table verticalSpacing={4} withRowBorders={false} style={{ verticalAlign: 'top' }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={250}>{t('journal.account')}</Table.Th>
            <Table.Th w={140} ta="right">
              {t('journal.debit')}
            </Table.Th>
            <Table.Th w={140} ta="right">
              {t('journal.credit')}
            </Table.Th>
            <Table.Th w={90}>{t('entry.currency')}</Table.Th>
            <Table.Th w={110} ta="right">
              {t('entry.rate')}
            </Table.Th>
            <Table.Th>{t('journal.client')}</Table.Th>
            <Table.Th w={40} aria-label={t('entry.removeLine', { no: '' })} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line, at) => (
            <GridLine
              key={line.key}
              no={at + 1}
              line={line}
              put={(part) => put(line.key, part)}
              remove={lines.length > 2 ? () => remove(line.key) : undefined}
              error={(field) => errorAt(line, field)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface LineProps {
  no: number;
  line: DraftLine;
  put: (part: Partial<DraftLine>) => void;
  remove: (() => void) | undefined;
  error: (field: string) => string | undefined;
}

/** Control accounts are left out: invoices and receipts post to them, nobody does so by hand. */
function usePostable() {
  const { data } = useRead('/api/v1/gl-accounts', {}, { staleTime: 60_000 });
  return (data?.items ?? [])
    .filter(({ active, role }) => active && role !== 'receivable' && role !== 'unapplied')
    .map(({ id, number, name }) => ({ value: id, label: `${number} ${name}` }));
}

function GridLine({ no, line, put, remove, error }: LineProps) {
  const { t } = useT('ledger');
  const { company } = useSession();
  const accounts = usePostable();
  const named = (what: string) => t('entry.inLine', { what, no });
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        <Select
          searchable
          aria-label={named(t('journal.account'))}
          data={accounts}
          value={line.account}
          error={error('account_id')}
          onChange={(account) => put({ account })}
        />
      </Table.Td>
      <Table.Td>
        <AmountInput
          aria-label={named(t('journal.debit'))}
          value={line.debit}
          error={line.debit ? error('amount') : undefined}
          onChange={(debit) => put(debit ? { debit, credit: '' } : { debit })}
        />
      </Table.Td>
      <Table.Td>
        <AmountInput
          aria-label={named(t('journal.credit'))}
          value={line.credit}
          error={line.debit ? undefined : error('amount')}
          onChange={(credit) => put(credit ? { credit, debit: '' } : { credit })}
        />
      </Table.Td>
      <Table.Td>
        <TextInput
          aria-label={named(t('entry.currency'))}
          placeholder={company.base_currency}
          maxLength={3}
          value={line.currency}
          error={error('currency')}
          onChange={(event) => put({ currency: event.currentTarget.value })}
        />
      </Table.Td>
      <Table.Td>
        <AmountInput
          aria-label={named(t('entry.rate'))}
          placeholder={t('entry.rateOfDay')}
          disabled={!line.currency || line.currency.toUpperCase() === company.base_currency}
          value={line.rate}
          error={error('rate')}
          onChange={(rate) => put({ rate })}
        />
      </Table.Td>
      <Table.Td>
        <ClientPicker
          name={named(t('journal.client'))}
          value={line.client}
          error={error('client_id')}
          onChange={(client) => put({ client })}
        />
      </Table.Td>
      <Table.Td>
        <ActionIcon
          mt={3}
          aria-label={t('entry.removeLine', { no })}
          disabled={!remove}
          onClick={remove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}
