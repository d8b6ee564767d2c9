import {
  Alert,
  Button,
  Code,
  Group,
  Kbd,
  Paper,
  Progress,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { isNotFound } from '@/api/problem';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useShortcuts } from '@/shell/shortcuts';
import { EmptyState } from '@/ui/EmptyState';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { Counts } from '../Counts';
import { useBegun } from './begun';
import { useDetected } from './FileNotes';
import { bringsNothing } from './plan';
import { Refusals } from './Refusals';
import { RefusedDownload } from './RefusedDownload';
import { type StepProps, useStartOver } from './WizardPage';
import classes from './WizardPage.module.css';
import { profileOf } from './words';

type Plan = Schema<'ImportPlan'>;

/** What importing would do, without doing it; then doing exactly that. */
export function PlanStep({ state, to, note }: StepProps) {
  const { t } = useT('imports');
  const queries = useQueryClient();
  const [isStopped, setStopped] = useState(false);
  const order = {
    upload: state.upload ?? '',
    ...profileOf(state.upload ?? '', state.profile ?? ''),
  };
  const queryKey = ['import-plan', order];
  const rehearsal = useQuery({
    queryKey,
    queryFn: ({ signal }) => body(api.POST('/api/v1/imports/plan', { body: order, signal })),
    enabled: !isStopped,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const again = () => {
    setStopped(false);
    void queries.resetQueries({ queryKey });
  };
  const stop = () => {
    setStopped(true);
    void queries.cancelQueries({ queryKey });
  };
  if (isStopped && !rehearsal.data) {
    return (
      <EmptyState title={t('plan.stopped')}>
        <Button onClick={again}>{t('plan.again')}</Button>
      </EmptyState>
    );
  }
  if (rehearsal.error && isNotFound(rehearsal.error)) {
    return <Gone fingerprint={state.fingerprint} />;
  }
  if (rehearsal.error) {
    return (
      <Stack gap="md" maw={720}>
        <ProblemAlert error={rehearsal.error} retry={again} />
        <Group>
          <Button variant="default" onClick={() => to('profile')}>
            {t('plan.otherColumns')}
          </Button>
        </Group>
      </Stack>
    );
  }
  if (!rehearsal.data || rehearsal.isFetching) return <Reading onStop={stop} />;
  return (
    <ThePlan plan={rehearsal.data} order={order} state={state} to={to} note={note} again={again} />
  );
}

/** The file was thrown away: because it was imported, or because it was too old. */
function Gone({ fingerprint }: { fingerprint: string | undefined }) {
  const { t } = useT('imports');
  const startOver = useStartOver();
  const imported = useBegun(fingerprint);
  if (imported) {
    return (
      <EmptyState title={t('run.done', { file: imported.file_name })}>
        <Button component={Link} to={`/imports/${imported.id}` as '/'} autoFocus>
          {t('next.page')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t('upload.expired')} hint={t('upload.expiredDetail')}>
      <Button onClick={startOver}>{t('upload.choose')}</Button>
    </EmptyState>
  );
}

function Reading({ onStop }: { onStop: () => void }) {
  const { t } = useT('imports');
  return (
    <Paper withBorder p="md" maw={720}>
      <Group justify="space-between" wrap="nowrap" mb="sm">
        <Text size="sm" role="status">
          {t('plan.reading')}
        </Text>
        <Button variant="default" onClick={onStop} autoFocus>
          {t('plan.stop')}
        </Button>
      </Group>
      <Progress value={100} animated size="sm" aria-label={t('plan.reading')} />
    </Paper>
  );
}

interface PlanProps extends StepProps {
  plan: Plan;
  order: Schema<'ImportToPlan'>;
  again: () => void;
}

function ThePlan({ plan, order, state, to, note, again }: PlanProps) {
  const { t } = useT('imports');
  const { data: preview } = useRead(
    '/api/v1/import-uploads/{id}/preview',
    { path: { id: order.upload }, query: { kind: state.kind as Schema<'ImportKind'> } },
    { keep: false, staleTime: Number.POSITIVE_INFINITY },
  );
  const detected = useDetected(preview);
  const beginning = useRef<HTMLDivElement>(null);
  // The button that stops the reading went away, and the focus with it.
  useEffect(() => {
    if (document.activeElement === document.body) beginning.current?.focus({ preventScroll: true });
  }, []);
  const apply = useChange({
    run: () =>
      body(api.POST('/api/v1/imports', { body: { ...order, fingerprint: plan.fingerprint } })),
    touches: ['job'],
    onDone: (ordered) => to('run', { job: ordered.job, fingerprint: plan.fingerprint }),
  });
  const isPointless = bringsNothing(plan.counts);
  const run = () => {
    if (isPointless) return;
    // Noted first: should the page be read again before the answer, the import is found by it.
    note({ fingerprint: plan.fingerprint });
    void apply.send(undefined);
  };
  useShortcuts([
    { keys: 'i', label: t('plan.apply'), group: 'here', run },
    { keys: 'r', label: t('plan.again'), group: 'here', run: again },
  ]);
  return (
    <Stack gap="lg" ref={beginning} tabIndex={-1} style={{ outline: 'none' }}>
      <Stack component="section" gap="sm">
        <Title order={2} size="h3">
          {t('plan.title')}
        </Title>
        {isPointless && (
          <Alert variant="light">
            {t(plan.counts.rows === 0 ? 'file.noRows' : 'plan.nothingNew')}
          </Alert>
        )}
        <Counts counts={plan.counts} />
        <Group gap="lg">
          <Text size="sm">
            <Text span size="sm" c="dimmed">
              {t('plan.detected')}:{' '}
            </Text>
            {detected || plan.detected}
          </Text>
          {plan.unused_columns.length > 0 && (
            <Text size="sm">
              <Text span size="sm" c="dimmed">
                {t('plan.unused')}:{' '}
              </Text>
              {plan.unused_columns.map((column) => (
                <Code key={column} mr={4}>
                  {column}
                </Code>
              ))}
            </Text>
          )}
        </Group>
      </Stack>
      <Stack component="section" gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {t('plan.refusals')}
          </Title>
          {plan.counts.refused > 0 && <RefusedDownload order={order} file={state.file} />}
        </Group>
        <Refusals refusals={plan.refusals} total={plan.counts.refused} />
      </Stack>
      {apply.problem && (
        <ProblemAlert error={apply.problem} retry={() => void apply.send(undefined)} />
      )}
      <Group className={classes.bar} gap="sm">
        <Button
          onClick={run}
          loading={apply.pending}
          disabled={isPointless}
          rightSection={<Kbd size="xs">i</Kbd>}
        >
          {t('plan.apply')}
        </Button>
        <Button variant="default" onClick={() => to('profile')}>
          {t('plan.otherColumns')}
        </Button>
        <Text size="sm" c="dimmed" flex="1 1 260px" visibleFrom="sm">
          {t('plan.applyHint')}{' '}
          <span className={classes.fingerprint}>
            {t('plan.fingerprint', { fingerprint: plan.fingerprint })}
          </span>
        </Text>
      </Group>
    </Stack>
  );
}
