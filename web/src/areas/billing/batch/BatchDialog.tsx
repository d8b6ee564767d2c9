import { Button, Group, Progress, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { newIdempotencyKey } from '@/api/client';
import { invalidateKinds, type SubjectKind } from '@/api/keys';
import { useT } from '@/i18n';
import { DayInput } from '@/ui/DayInput';
import { GuardedModal } from '@/ui/GuardedModal';
import { type BatchColumn, BatchTable } from './BatchTable';
import { countOf, leftOf, type Outcome, type Outcomes, runAll, undone } from './run-all';

export interface Asked {
  reason: string;
  on: string | null;
}

export interface Batch<Row> {
  title: string;
  /** What will happen, in a sentence. */
  detail: string;
  confirm: string;
  /** For the button, where some are done: to try so many again, or to go on with so many. */
  again: (count: number) => string;
  rest: (count: number) => string;
  danger?: boolean;
  rows: readonly Row[];
  /** What of the selection is left out, and why. */
  leftOut?: string | undefined;
  columns: readonly BatchColumn<Row>[];
  reason?: boolean;
  /** Label of a day to choose, where one is asked. */
  day?: string;
  dayHint?: string;
  /** Does it for one row, and says what came of it. The key stays while a row is tried again. */
  run: (row: Row, asked: Asked, key: string) => Promise<string>;
  touches: readonly SubjectKind[];
}

interface Props<Row> {
  batch: Batch<Row>;
  /** Something was done. */
  onDone: () => void;
  onClose: () => void;
}

/** Shows what would be done with many rows, does it one by one, and says of each what came of it. */
export function BatchDialog<Row extends { id: string }>({ batch, onDone, onClose }: Props<Row>) {
  const { t } = useT('billing');
  const { rows } = batch;
  const [asked, setAsked] = useState<Asked>({ reason: '', on: null });
  const running = useRunning(batch, onDone);
  const { outcomes, isRunning } = running;
  const done = countOf(outcomes, 'done');
  const left = undone(rows, outcomes);
  const { refused, unanswered, untried } = leftOf(rows, outcomes);
  const isBegun = Object.keys(outcomes).length > 0;
  const isOver = isBegun && !isRunning;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (!isRunning && left.length > 0) void running.start(left, asked);
  };
  return (
    <GuardedModal
      onClose={isRunning ? () => undefined : onClose}
      isSaved={() => isBegun}
      withCloseButton={!isRunning}
      size="min(980px, 94vw)"
      title={batch.title}
    >
      {(close) => (
        <form onSubmit={submit}>
          <Stack gap="md">
            <Text size="sm">
              {batch.detail} {batch.leftOut}
            </Text>
            <Questions batch={batch} asked={asked} onChange={setAsked} isFixed={isBegun} />
            <BatchTable columns={batch.columns} rows={rows} outcomes={outcomes} asked={asked} />
            {isBegun && (
              <Progress
                value={(100 * (done + refused)) / rows.length}
                size="sm"
                aria-label={batch.title}
              />
            )}
            <Group justify="flex-end" gap="xs" mih={36}>
              <Text size="sm" mr="auto" role="status" className="numeric">
                {isBegun && t('batch.progress', { done, total: rows.length })}
                {refused > 0 && ` · ${t('batch.refusedCount', { count: refused })}`}
                {isOver &&
                  unanswered > 0 &&
                  ` · ${t('batch.unansweredCount', { count: unanswered })}`}
                {isOver && untried > 0 && ` · ${t('batch.untriedCount', { count: untried })}`}
              </Text>
              {isRunning ? (
                <Button variant="default" onClick={running.stop}>
                  {t('batch.stop')}
                </Button>
              ) : (
                <Button variant="default" onClick={close}>
                  {t(isOver ? 'ui:close' : 'ui:cancel')}
                </Button>
              )}
              {(!isOver || left.length > 0) && (
                <Button
                  type="submit"
                  color={batch.danger ? 'red.9' : undefined}
                  loading={isRunning}
                  disabled={rows.length === 0}
                  data-autofocus={batch.reason ? undefined : true}
                >
                  {isOver ? (untried > 0 ? batch.rest : batch.again)(left.length) : batch.confirm}
                </Button>
              )}
            </Group>
          </Stack>
        </form>
      )}
    </GuardedModal>
  );
}

interface QuestionsProps<Row> {
  batch: Batch<Row>;
  asked: Asked;
  onChange: (asked: Asked) => void;
  isFixed: boolean;
}

function Questions<Row>({ batch, asked, onChange, isFixed }: QuestionsProps<Row>) {
  const { t } = useT('billing');
  if (!batch.reason && !batch.day) return null;
  return (
    <Group align="flex-start" gap="md">
      {batch.reason && (
        <Textarea
          label={t('ui:reason')}
          data-autofocus
          required
          withAsterisk={false}
          autosize
          minRows={1}
          style={{ flex: '1 1 260px' }}
          disabled={isFixed}
          value={asked.reason}
          onChange={(event) => onChange({ ...asked, reason: event.currentTarget.value })}
        />
      )}
      {batch.day && (
        <DayInput
          label={batch.day}
          placeholder={batch.dayHint}
          w={220}
          disabled={isFixed}
          value={asked.on}
          onChange={(on) => onChange({ ...asked, on })}
        />
      )}
    </Group>
  );
}

function useRunning<Row extends { id: string }>(batch: Batch<Row>, onDone: () => void) {
  const queries = useQueryClient();
  const [outcomes, setOutcomes] = useState<Outcomes>({});
  const [isRunning, setRunning] = useState(false);
  const isStopped = useRef(false);
  const keys = useRef(new Map<string, string>());
  const keyOf = (id: string) => {
    const key = keys.current.get(id) ?? newIdempotencyKey();
    keys.current.set(id, key);
    return key;
  };
  const tell = (id: string, outcome: Outcome) => {
    // A refusal is an answer: what is tried next is another request.
    if (outcome.state === 'refused') keys.current.delete(id);
    setOutcomes((before) => ({ ...before, [id]: outcome }));
  };
  const start = async (rows: readonly Row[], asked: Asked) => {
    isStopped.current = false;
    setRunning(true);
    await runAll(rows, (row) => batch.run(row, asked, keyOf(row.id)), {
      tell,
      isStopped: () => isStopped.current,
    });
    setRunning(false);
    void invalidateKinds(queries, batch.touches);
    onDone();
  };
  const stop = () => {
    isStopped.current = true;
  };
  return { outcomes, isRunning, start, stop };
}
