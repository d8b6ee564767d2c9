import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { invalidateKinds } from '@/api/keys';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { isOver, type Job, useJob } from '../imports/job';

export type ProofRun = Schema<'ProofRun'>;

/** The job that proves the books; a run that it keeps has its id. */
const PROVING = 'books.prove';
const JOBS_MAX = 500;

/** The last run that was kept. */
export const useLatestRun = () => useRead('/api/v1/proof-runs', { query: { limit: 1 } });

function useProvingJobs() {
  return useRead('/api/v1/jobs', {
    query: { kind: PROVING, sort: '-created_at', limit: JOBS_MAX },
  });
}

/** When each run was over, by its id; the command line's runs have no job that would tell. */
export function useRunEnds(): ReadonlyMap<string, string | null | undefined> {
  const { data } = useProvingJobs();
  return useMemo(() => new Map(data?.items.map((job) => [job.id, job.finished_at])), [data]);
}

/** Has the books proved, and follows the job that does it; also one that was ordered before. */
export function useProving() {
  const queries = useQueryClient();
  const [ordered, setOrdered] = useState<string>();
  const { data: jobs } = useProvingJobs();
  const id = ordered ?? jobs?.items.find((job) => !isOver(job))?.id;
  const { data: job } = useJob(id);
  const isDone = job !== undefined && isOver(job);
  useEffect(() => {
    if (isDone) void invalidateKinds(queries, ['proof_run']);
  }, [isDone, queries]);
  const order = useChange({
    run: () => body(api.POST('/api/v1/proof-runs')),
    touches: ['job'],
    onDone: (answer) => setOrdered(answer.job),
  });
  return {
    run: () => void order.send(undefined),
    problem: order.problem,
    retry: () => void order.retry(),
    /** The job under way. */
    job: job && !isDone ? job : undefined,
    isRunning: order.pending || (id !== undefined && !isDone),
    /** The job that was just watched, where it did not come to an end of its own. */
    broken: ordered && isDone && job.status !== 'done' ? (job as Job) : undefined,
  };
}
