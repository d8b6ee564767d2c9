import { Button, Paper, Stack, Title } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { invalidateKinds } from '@/api/keys';
import { type Row, read, usePrefetch } from '@/api/read';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useGo } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { Instant } from '@/ui/Day';
import { EmptyState } from '@/ui/EmptyState';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage } from '@/ui/list/ListPage';
import { Page, PageHeader } from '@/ui/Page';
import { IMPORT_KINDS, IMPORT_STATUSES, ImportBadge, useKindName } from './ImportBadge';
import { type Job, JobProgress } from './job';

type ImportRow = Row<'/api/v1/imports'>;

/** All imports of the company, those that run on top. */
export function ImportListPage() {
  const { t } = useT('imports');
  const go = useGo();
  const prefetch = usePrefetch();
  const columns = useColumns();
  const filters = useFilters();
  const begin = (
    <Button component={Link} to="/imports/new" leftSection={<IconUpload size={16} aria-hidden />}>
      {t('list.new')}
    </Button>
  );
  return (
    <Page fill>
      <PageHeader title={t('list.title')} actions={begin} />
      <Running />
      <ListPage
        embedded
        list="imports"
        path="/api/v1/imports"
        title={t('list.title')}
        columns={columns}
        filters={filters}
        startSort="-started_at"
        rowName={(row) => row.file_name}
        onOpen={(row) => go(`/imports/${row.id}`)}
        onPoint={(row) => prefetch('/api/v1/imports/{id}', { path: { id: row.id } }).onFocus()}
        empty={
          <EmptyState title={t('list.empty')} hint={t('list.emptyHint')}>
            {begin}
          </EmptyState>
        }
      />
    </Page>
  );
}

const BUSY_MS = 1_000;
const IDLE_MS = 15_000;

const RUNS = (['import.apply', 'import.undo'] as const).flatMap((kind) =>
  (['queued', 'running'] as const).map((status) => ({ kind, status })),
);

/** Imports under way, with how far they are; the list is read again when one ends. */
function Running() {
  const { t } = useT('imports');
  const queries = useQueryClient();
  const { data: jobs = [] } = useQuery({
    queryKey: ['jobs', 'imports-under-way'],
    queryFn: async (): Promise<Job[]> => {
      const pages = await Promise.all(
        RUNS.map((query) =>
          queries.fetchQuery({ ...read('/api/v1/jobs', { query }), staleTime: 0 }),
        ),
      );
      return pages.flatMap((page) => page.items);
    },
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.length ? BUSY_MS : IDLE_MS),
  });
  const before = useRef(0);
  useEffect(() => {
    if (jobs.length !== before.current) void invalidateKinds(queries, ['import']);
    before.current = jobs.length;
  }, [jobs.length, queries]);
  if (jobs.length === 0) return null;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h3">
          {t('list.runningNow')}
        </Title>
        {jobs.map((job) => (
          <JobProgress
            key={job.id}
            job={job}
            label={t(job.kind === 'import.undo' ? 'jobs.undo' : 'jobs.apply')}
          />
        ))}
      </Stack>
    </Paper>
  );
}

function useColumns(): readonly Column<ImportRow>[] {
  const { t } = useT('imports');
  const kindName = useKindName();
  const locale = useLocale();
  return useMemo(() => {
    const count = (value: number) => <span className="numeric">{formatCount(value, locale)}</span>;
    return [
      { id: 'file_name', header: t('list.file'), width: 240, cell: (row) => row.file_name },
      {
        id: 'status',
        header: t('list.status'),
        width: 120,
        cell: (row) => <ImportBadge status={row.status} />,
      },
      { id: 'kind', header: t('list.kind'), width: 165, cell: (row) => kindName(row.kind) },
      { id: 'source', header: t('list.source'), width: 120, cell: (row) => row.source },
      {
        id: 'rows_total',
        header: t('list.rows'),
        width: 90,
        align: 'end',
        cell: (row) => count(row.rows_total),
      },
      {
        id: 'rows_done',
        header: t('list.done'),
        width: 100,
        align: 'end',
        cell: (row) => count(row.rows_done),
      },
      { id: 'started_by', header: t('list.by'), width: 140, cell: (row) => row.started_by },
      {
        id: 'started_at',
        header: t('list.startedAt'),
        sort: 'started_at',
        width: 180,
        cell: (row) => <Instant value={row.started_at} />,
      },
      {
        id: 'finished_at',
        header: t('list.finishedAt'),
        width: 180,
        hidden: true,
        cell: (row) => <Instant value={row.finished_at} />,
      },
    ] satisfies Column<ImportRow>[];
  }, [t, kindName, locale]);
}

function useFilters(): readonly Filter[] {
  const { t } = useT('imports');
  return useMemo(
    () => [
      {
        kind: 'select',
        param: 'status',
        label: t('list.status'),
        pinned: true,
        options: IMPORT_STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
      },
      {
        kind: 'select',
        param: 'kind',
        label: t('list.kind'),
        pinned: true,
        options: IMPORT_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
      },
    ],
    [t],
  );
}
