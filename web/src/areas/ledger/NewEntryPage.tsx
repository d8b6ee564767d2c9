import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { useToday } from '@/shell/session';
import { DayInput } from '@/ui/DayInput';
import { useLeaveGuard } from '@/ui/LeaveGuard';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type DraftLine, emptyLine, errorsOf, linePaths, sentLines } from './draft';
import { EntryBalance } from './EntryBalance';
import { EntryGrid } from './EntryGrid';
import { useEntryCheck } from './entry-check';

/** Posts an entry by hand. Whether it balances, and whether it may be posted, the server says. */
export function NewEntryPage() {
  const { t } = useT('ledger');
  const go = useGo();
  const today = useToday();
  const [on, setOn] = useState<string | null>(today);
  const [narrative, setNarrative] = useState('');
  const [initial] = useState<DraftLine[]>([emptyLine(1), emptyLine(2)]);
  const [lines, setLines] = useState(initial);
  const guard = useLeaveGuard(narrative !== '' || lines !== initial);
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
    onDone: (entry) => {
      guard.release();
      go(`/journal/${entry.entry_no}`);
    },
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
  const check = useEntryCheck(on, lines);
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
          <EntryGrid
            lines={lines}
            rateOf={check.rateOf}
            put={put}
            remove={remove}
            errorAt={errorAt}
          />
          <Group justify="space-between" align="flex-start">
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={add}
              disabled={lines.length >= 1000}
            >
              {t('entry.addLine')}
            </Button>
            <EntryBalance check={check} />
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
      {guard.dialog}
    </Page>
  );
}
