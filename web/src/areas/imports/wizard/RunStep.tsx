import { Alert, Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { invalidateKinds } from '@/api/keys';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { reason } from '@/ui/problem-text';
import { Counts } from '../Counts';
import { importOf, isOver, type Job, JobProgress, useJob } from '../job';
import { NextSteps } from '../NextSteps';
import { useBegun } from './begun';
import type { StepProps } from './WizardPage';

/** How far the import is, how it ended, and what to do then. */
export function RunStep({ state, to }: StepProps) {
  const { t } = useT('imports');
  const queries = useQueryClient();
  const { data: job, error, refetch } = useJob(state.job);
  const over = job && isOver(job);
  useEffect(() => {
    if (!over) return;
    // What was rehearsed before is not what would happen now.
    queries.removeQueries({ queryKey: ['import-plan'] });
    void invalidateKinds(queries, ['import', 'job']);
  }, [over, queries]);
  if (error && !job) return <ProblemAlert error={error} retry={() => void refetch()} />;
  if (!job) return <Skeleton height={90} maw={720} />;
  if (!over) {
    return (
      <Paper withBorder p="md" maw={720}>
        <JobProgress job={job} label={t('run.title', { file: state.file })} />
        <Text size="sm" c="dimmed" mt="sm">
          {t('run.leave')}
        </Text>
      </Paper>
    );
  }
  const id = importOf(job);
  if (job.status === 'done' && id) return <Done id={id} />;
  return (
    <Ended
      job={job}
      fingerprint={state.fingerprint}
      again={() => to('check', { job: undefined })}
    />
  );
}

function Done({ id }: { id: string }) {
  const { t } = useT('imports');
  const { data: one } = useRead('/api/v1/imports/{id}', { path: { id } }, { keep: false });
  if (!one) return <Skeleton height={160} />;
  return (
    <Stack gap="lg">
      <Group gap="sm" role="status">
        <IconCircleCheck size={24} stroke={1.6} aria-hidden color="var(--positive)" />
        <Title order={2}>{t('run.done', { file: one.file_name })}</Title>
      </Group>
      <Counts counts={one.counts} />
      <NextSteps kind={one.kind} />
      <Group gap="xs">
        <Button variant="default" component={Link} to={`/imports/${id}` as '/'}>
          {t('next.page')}
        </Button>
        <Button variant="default" component={Link} to="/imports/new">
          {t('page.again')}
        </Button>
      </Group>
    </Stack>
  );
}

interface EndedProps {
  job: Job;
  fingerprint: string | undefined;
  again: () => void;
}

function Ended({ job, fingerprint, again }: EndedProps) {
  const { t } = useT('imports');
  const begun = useBegun(fingerprint);
  const isCancelled = job.status === 'cancelled';
  return (
    <Alert
      maw={720}
      color={isCancelled ? 'orange' : 'red'}
      variant="light"
      role="alert"
      title={t(isCancelled ? 'run.cancelled' : 'run.failed')}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Stack gap="sm">
        {job.error && <Text size="sm">{reason(job.error_code, job.error)}</Text>}
        <Text size="sm">
          {t(begun ? 'run.begunDetail' : isCancelled ? 'run.cancelledDetail' : 'run.failedDetail')}
        </Text>
        <Group>
          <Button onClick={again} autoFocus>
            {t('run.rehearse')}
          </Button>
          {begun && (
            <Button variant="default" component={Link} to={`/imports/${begun.id}` as '/'}>
              {t('next.page')}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
