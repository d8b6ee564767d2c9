import { Alert, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconArrowBackUp } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { invalidateKinds } from '@/api/keys';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useSearchWords } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { useShortcuts } from '@/shell/shortcuts';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Instant } from '@/ui/Day';
import { DescriptionList } from '@/ui/DescriptionList';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemPage } from '@/ui/ProblemPage';
import { reason } from '@/ui/problem-text';
import { Counts } from './Counts';
import { ImportBadge, useKindName } from './ImportBadge';
import { isOver, JobProgress, useJob } from './job';
import { NextSteps } from './NextSteps';

const POLL_MS = 1_500;

/** One import: what it brought, who did it and when, and its undoing. */
export function ImportPage() {
  const { id } = useParams({ from: '/imports/$id' });
  const { t } = useT('imports');
  const found = useRead('/api/v1/imports/{id}', { path: { id } }, { keep: false });
  const one = found.data;
  const isMoving = one?.status === 'applying' || one?.status === 'undoing';
  useEffect(() => {
    if (!isMoving) return;
    const timer = window.setInterval(() => void found.refetch(), POLL_MS);
    return () => window.clearInterval(timer);
  }, [isMoving, found.refetch]);
  if (found.error && !one) {
    return <ProblemPage error={found.error} retry={() => void found.refetch()} />;
  }
  return (
    <Page>
      <PageHeader
        title={one?.file_name ?? ' '}
        aside={one && <ImportBadge status={one.status} />}
        actions={one && <Actions one={one} />}
      />
      {one && <Undoing />}
      {one?.status === 'applying' && <Unfinished one={one} />}
      {one?.status === 'undoing' && <HalfUndone />}
      {one ? <Details one={one} /> : <Skeleton height={240} />}
      {one?.status === 'undone' && <Text size="sm">{t('page.undone')}</Text>}
      {one?.status === 'applied' && <NextSteps kind={one.kind} />}
    </Page>
  );
}

function Details({ one }: { one: Schema<'Import'> }) {
  const { t } = useT('imports');
  const kindName = useKindName();
  return (
    <>
      <Stack component="section" gap="sm">
        <Title order={2} size="h3">
          {t(one.rows_done < one.rows_total ? 'page.planned' : 'page.what')}
        </Title>
        <Counts counts={one.counts} />
      </Stack>
      <Stack component="section" gap="sm" maw={620}>
        <Title order={2} size="h3">
          {t('page.facts')}
        </Title>
        <DescriptionList
          facts={[
            { term: t('list.kind'), value: kindName(one.kind) },
            { term: t('list.source'), value: one.source },
            { term: t('list.by'), value: one.started_by },
            { term: t('list.startedAt'), value: <Instant value={one.started_at} /> },
            {
              term: t('list.finishedAt'),
              value: one.finished_at && <Instant value={one.finished_at} />,
            },
            { term: t('page.undoneAt'), value: one.undone_at && <Instant value={one.undone_at} /> },
            {
              term: t('page.fingerprint'),
              value: <span className="numeric">{one.fingerprint}</span>,
            },
          ]}
        />
      </Stack>
    </>
  );
}

/** Rows done so far; where nothing moves any more, how to go on. */
function Unfinished({ one }: { one: Schema<'Import'> }) {
  const { t } = useT('imports');
  const locale = useLocale();
  return (
    <Alert variant="light" color="orange" icon={<IconAlertTriangle size={18} aria-hidden />}>
      <Text size="sm" className="numeric" aria-live="polite">
        {t('jobs.rows', {
          done: formatCount(one.rows_done, locale),
          total: formatCount(one.rows_total, locale),
        })}
      </Text>
      <Text size="sm">{t('page.unfinished')}</Text>
    </Alert>
  );
}

/** Whether an undoing is under way that was begun here. */
function useIsUndoing(): boolean {
  const [words] = useSearchWords();
  const { data: job } = useJob(words.job);
  return words.job !== undefined && (job === undefined || !isOver(job));
}

/** An undoing that was called off or broke off: how to go on. */
function HalfUndone() {
  const { t } = useT('imports');
  if (useIsUndoing()) return null;
  return (
    <Alert variant="light" color="orange" icon={<IconAlertTriangle size={18} aria-hidden />}>
      <Text size="sm">{t('page.unfinishedUndo')}</Text>
    </Alert>
  );
}

/** The undoing under way, whose job stands in the address. */
function Undoing() {
  const { t } = useT('imports');
  const [words] = useSearchWords();
  const queries = useQueryClient();
  const { data: job } = useJob(words.job);
  const over = job && isOver(job);
  useEffect(() => {
    if (over) void invalidateKinds(queries, ['import', 'job']);
  }, [over, queries]);
  if (!job || job.status === 'done') return null;
  if (job.status === 'failed') {
    return (
      <Alert
        color="red"
        variant="light"
        role="alert"
        title={t('jobs.failed')}
        styles={{ title: { color: 'var(--mantine-color-text)' } }}
      >
        {job.error && reason(job.error_code, job.error)}
      </Alert>
    );
  }
  return <JobProgress job={job} label={t('jobs.undo')} />;
}

function Actions({ one }: { one: Schema<'Import'> }) {
  const { t } = useT('imports');
  const [, change] = useSearchWords();
  const [isAsking, asking] = useDisclosure(false);
  const isUndoing = useIsUndoing();
  const goesOn = one.status === 'undoing';
  const mayUndo = one.status === 'applied' || one.status === 'applying' || (goesOn && !isUndoing);
  const label = t(goesOn ? 'page.undoOn' : 'page.undo');
  const undo = useChange({
    run: () => body(api.POST('/api/v1/imports/{id}/undo', { params: { path: { id: one.id } } })),
    touches: ['job'],
    done: t('undo.started'),
    onDone: (ordered) => {
      asking.close();
      change({ job: ordered.job });
    },
  });
  useShortcuts(mayUndo ? [{ keys: 'u', label, group: 'here', run: asking.open }] : []);
  return (
    <Group gap="xs">
      <Button variant="default" component={Link} to="/imports/new">
        {t('page.again')}
      </Button>
      {mayUndo && (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          onClick={asking.open}
        >
          {label}
        </Button>
      )}
      {isAsking && (
        <ConfirmDialog
          onClose={asking.close}
          title={t('page.undoTitle', { file: one.file_name })}
          confirm={goesOn ? label : t('page.undoConfirm')}
          danger
          change={undo}
          onConfirm={() => void undo.send(undefined)}
        >
          {t('page.undoDetail')}
        </ConfirmDialog>
      )}
    </Group>
  );
}
