import { Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type Row, useRead } from '@/api/read';
import { isKey, useT } from '@/i18n';
import { useLocale } from '@/lib/locale';
import { Instant } from '@/ui/Day';
import { DescriptionList } from '@/ui/DescriptionList';
import { EmptyState } from '@/ui/EmptyState';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage } from '@/ui/list/ListPage';
import { reason } from '@/ui/problem-text';
import { SidePanel } from '@/ui/SidePanel';
import { StatusBadge } from '@/ui/StatusBadge';
import { importOf, isOver, useCallOff } from '../imports/job';
import { formatPercent, percentOf } from '../imports/measures';

type JobRow = Row<'/api/v1/jobs'>;

const STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
const KINDS = ['import.apply', 'import.undo', 'books.prove'] as const;
const POLL_MS = 2_000;

function useKindName() {
  const { t } = useT('people');
  return useCallback(
    (kind: string) => {
      const key = `people:jobs.kinds.${kind.replace('.', '_')}`;
      return isKey(key) ? t(key) : kind;
    },
    [t],
  );
}

/** Work that goes on by itself: how far it is, and how it ended. */
export function JobListPage() {
  const { t } = useT('people');
  const [shown, setShown] = useState<JobRow>();
  const columns = useColumns();
  const kindName = useKindName();
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        kind: 'select',
        param: 'status',
        label: t('jobs.status'),
        pinned: true,
        options: STATUSES.map((value) => ({ value, label: t(`ui:status.job.${value}`) })),
      },
      {
        kind: 'select',
        param: 'kind',
        label: t('jobs.kind'),
        pinned: true,
        options: KINDS.map((value) => ({ value, label: kindName(value) })),
      },
    ],
    [t, kindName],
  );
  useFollowing();
  return (
    <>
      <ListPage
        list="jobs"
        path="/api/v1/jobs"
        title={t('jobs.title')}
        subtitle={t('jobs.hint')}
        columns={columns}
        filters={filters}
        startSort="-created_at"
        rowName={(row) => kindName(row.kind)}
        onOpen={setShown}
        empty={<EmptyState title={t('jobs.empty')} hint={t('jobs.hint')} />}
      />
      {shown && <JobPanel id={shown.id} first={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

/** While something runs, the list is read again now and then. */
function useFollowing() {
  const queries = useQueryClient();
  const { data } = useRead(
    '/api/v1/jobs',
    { query: { status: 'running', limit: 1 } },
    { refetchInterval: POLL_MS },
  );
  const total = data?.total ?? 0;
  useEffect(() => {
    if (total === 0) return;
    const timer = window.setInterval(
      () => void queries.invalidateQueries({ queryKey: ['jobs', '/api/v1/jobs'] }),
      POLL_MS,
    );
    return () => window.clearInterval(timer);
  }, [total, queries]);
}

function useColumns(): readonly Column<JobRow>[] {
  const { t } = useT('people');
  const locale = useLocale();
  const kindName = useKindName();
  const callOff = useCallOff();
  return useMemo(() => {
    return [
      {
        id: 'kind',
        header: t('jobs.kind'),
        sort: 'kind',
        width: 165,
        cell: (r) => kindName(r.kind),
      },
      {
        id: 'status',
        header: t('jobs.status'),
        width: 100,
        cell: (row) => <StatusBadge kind="job" status={row.status} />,
      },
      {
        id: 'progress',
        header: t('jobs.progress'),
        width: 85,
        align: 'end',
        csv: ['done', 'total'],
        cell: (row) => {
          const percent = percentOf(row.done, row.total);
          if (percent === undefined || row.status === 'done') return null;
          return <span className="numeric">{formatPercent(percent, locale)}</span>;
        },
      },
      {
        id: 'created_by',
        csv: 'created_by_name',
        header: t('jobs.by'),
        width: 145,
        cell: (row) => row.created_by_name ?? t('jobs.program'),
      },
      {
        id: 'created_at',
        header: t('jobs.created'),
        sort: 'created_at',
        width: 168,
        cell: (row) => <Instant value={row.created_at} />,
      },
      {
        id: 'finished_at',
        header: t('jobs.finished'),
        width: 168,
        cell: (row) => <Instant value={row.finished_at} />,
      },
      {
        id: 'error',
        header: t('jobs.error'),
        width: 180,
        cell: (row) => row.error && reason(row.error_code, row.error),
      },
      {
        id: 'cancel',
        header: t('ui:moreActions'),
        width: 110,
        csv: [],
        cell: (row) =>
          !isOver(row) && (
            <Button
              size="compact-xs"
              variant="default"
              disabled={Boolean(row.stop_asked_at)}
              onClick={(event) => {
                event.stopPropagation();
                void callOff(row.id);
              }}
            >
              {t('jobs.cancel')}
            </Button>
          ),
      },
    ] satisfies Column<JobRow>[];
  }, [t, locale, kindName, callOff]);
}

interface PanelProps {
  id: string;
  first: JobRow;
  onClose: () => void;
}

function JobPanel({ id, first, onClose }: PanelProps) {
  const { t } = useT('people');
  const kindName = useKindName();
  const { data: job = first } = useRead('/api/v1/jobs/{id}', { path: { id } }, { keep: false });
  const imported = importOf(job);
  const isProof = job.kind === 'books.prove' && job.status === 'done';
  return (
    <SidePanel opened onClose={onClose} title={kindName(job.kind)}>
      <DescriptionList
        facts={[
          { term: t('jobs.status'), value: <StatusBadge kind="job" status={job.status} /> },
          {
            term: t('jobs.by'),
            value: job.created_by_name ?? t('jobs.program'),
          },
          { term: t('jobs.created'), value: <Instant value={job.created_at} /> },
          {
            term: t('jobs.finished'),
            value: job.finished_at && <Instant value={job.finished_at} />,
          },
          { term: t('jobs.attempts'), value: String(job.attempts) },
          {
            term: t('jobs.error'),
            value: job.error && (
              <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
                {reason(job.error_code, job.error)}
              </Text>
            ),
          },
          {
            term: t('jobs.result'),
            value: imported ? (
              <Link to={`/imports/${imported}` as '/'} className="plain">
                {t('jobs.open')}
              </Link>
            ) : (
              isProof && (
                <Link to="/proof" className="plain">
                  {t('jobs.openProof')}
                </Link>
              )
            ),
          },
        ]}
      />
    </SidePanel>
  );
}
