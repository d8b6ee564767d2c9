import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useQuickChange } from '@/api/change';
import { api, body } from '@/api/client';
import { read } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useLocale } from '@/lib/locale';
import { formatPercent, percentOf } from './measures';

export type Job = Schema<'Job'>;

const POLL_MS = 700;

export const isOver = (job: Pick<Job, 'status'>) =>
  job.status !== 'queued' && job.status !== 'running';

/** A job, asked after until it is over. */
export function useJob(id: string | undefined) {
  return useQuery({
    ...read('/api/v1/jobs/{id}', { path: { id: id ?? '' } }),
    enabled: id !== undefined,
    staleTime: 0,
    refetchInterval: (query) =>
      query.state.data && isOver(query.state.data) ? false : query.state.error ? 5_000 : POLL_MS,
  });
}

/** The import that a job made or undid. */
export const importOf = (job: Job | undefined) =>
  (job?.result as { import?: string } | null | undefined)?.import;

export function useCallOff() {
  const { t } = useT('imports');
  return useQuickChange({
    run: (id: string) => body(api.DELETE('/api/v1/jobs/{id}', { params: { path: { id } } })),
    touches: ['job'],
    done: (job) => (job.status === 'cancelled' ? t('jobs.cancelled') : t('jobs.stopping')),
  });
}

/** How far a job is, and a way to call it off. */
export function JobProgress({ job, label }: { job: Job; label: string }) {
  const { t } = useT('imports');
  const locale = useLocale();
  const callOff = useCallOff();
  const percent = percentOf(job.done, job.total);
  const words = job.stop_asked_at
    ? t('jobs.stopping')
    : job.status === 'queued'
      ? t('jobs.waiting')
      : percent === undefined
        ? ''
        : t('jobs.running', { percent: formatPercent(percent, locale) });
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="sm" wrap="nowrap" mih={30}>
        <Text size="sm" fw={600} truncate>
          {label}
        </Text>
        <Group gap="sm" wrap="nowrap">
          <Text size="sm" c="dimmed" className="numeric nowrap" aria-live="polite">
            {words}
          </Text>
          {!isOver(job) && (
            <Button
              variant="default"
              disabled={Boolean(job.stop_asked_at)}
              onClick={() => void callOff(job.id)}
            >
              {t('jobs.cancel')}
            </Button>
          )}
        </Group>
      </Group>
      <Progress
        value={percent ?? 100}
        animated={percent === undefined && !isOver(job)}
        striped={percent === undefined}
        aria-label={label}
        size="sm"
      />
    </Stack>
  );
}
