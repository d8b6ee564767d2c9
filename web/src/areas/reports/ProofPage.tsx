import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh, IconShieldCheck } from '@tabler/icons-react';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { useShortcuts } from '@/shell/shortcuts';
import { Instant } from '@/ui/Day';
import { EmptyState } from '@/ui/EmptyState';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { UrlTabs } from '@/ui/UrlTabs';
import { JobProgress } from '../imports/job';
import { durationInWords } from './duration';
import { ProofChecks } from './ProofChecks';
import { ProofRuns } from './ProofRuns';
import { type ProofRun, useLatestRun, useProving, useRunEnds } from './proof-runs';
import { ReportFiles } from './ReportFiles';

const WAITING = 10;

/** Everything in the books derived again, and what differed: the last run, and those before it. */
export function ProofPage() {
  const { t } = useT('reports');
  const [words] = useSearchWords();
  const latest = useLatestRun();
  const proving = useProving();
  const last = latest.data?.items[0];
  useShortcuts([{ keys: 'r', label: t('proof.again'), group: 'here', run: proving.run }]);
  const button = (
    <Button
      leftSection={<IconRefresh size={16} aria-hidden />}
      loading={proving.isRunning}
      onClick={proving.run}
    >
      {t(last ? 'proof.again' : 'proof.first')}
    </Button>
  );
  return (
    <Page fill={words.tab === 'runs'}>
      <PageHeader
        title={t('proof.title')}
        subtitle={last ? <LastRun run={last} /> : t('proof.hint')}
        actions={
          <>
            {button}
            <ReportFiles path="/api/v1/proof" query={{}} name="proof" />
          </>
        }
      />
      {proving.problem && <ProblemAlert error={proving.problem} retry={proving.retry} />}
      {proving.broken && (
        <Alert color="orange" variant="light" role="alert" c="var(--mantine-color-text)">
          {t(proving.broken.status === 'cancelled' ? 'proof.calledOff' : 'proof.broke')}{' '}
          {proving.broken.error}
        </Alert>
      )}
      {proving.job && <JobProgress job={proving.job} label={t('proof.running')} />}
      {latest.error && <ProblemAlert error={latest.error} retry={() => void latest.refetch()} />}
      {!latest.data && !latest.error && <Waiting />}
      {latest.data && !last && !proving.isRunning && (
        <EmptyState title={t('proof.never')} hint={t('proof.neverHint')} />
      )}
      {last && (
        <UrlTabs
          label={t('proof.title')}
          tabs={[
            { id: 'last', label: t('proof.last'), content: <Last run={last} /> },
            { id: 'runs', label: t('proof.runs'), content: <ProofRuns /> },
          ]}
        />
      )}
    </Page>
  );
}

const Waiting = () => Array.from({ length: WAITING }, (_, at) => <Skeleton key={at} height={42} />);

function LastRun({ run }: { run: ProofRun }) {
  const { t } = useT('reports');
  const locale = useLocale();
  const took = durationInWords(run.ran_at, useRunEnds().get(run.id), locale);
  return (
    <>
      {t('proof.ran')} <Instant value={run.ran_at} /> · {run.ran_by}
      {took && ` · ${took}`}
    </>
  );
}

function Last({ run }: { run: ProofRun }) {
  return (
    <Stack gap="md">
      <Verdict run={run} />
      <ProofChecks run={run} withDifferences />
    </Stack>
  );
}

function Verdict({ run }: { run: ProofRun }) {
  const { t } = useT('reports');
  const failed = run.result.filter((check) => check.count > 0).length;
  return (
    <Alert
      color={run.ok ? 'teal' : 'red'}
      variant="light"
      icon={run.ok ? <IconShieldCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
      title={run.ok ? t('proof.holds') : t('proof.fails', { count: failed })}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Text size="sm">{run.ok ? t('proof.holdsHint') : t('proof.failsHint')}</Text>
    </Alert>
  );
}
