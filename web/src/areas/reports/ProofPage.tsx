import { Alert, Button, Progress, Skeleton, Table, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconRefresh, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { read } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useShortcuts } from '@/shell/shortcuts';
import { Instant } from '@/ui/Day';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { DifferenceWords } from './DifferenceWords';
import { GROUPS, isKnownCheck } from './proof-checks';
import { ReportFiles } from './ReportFiles';
import classes from './reports.module.css';

type Check = Schema<'ProofCheck'>;

const WAITING = 10;

/** Everything in the books derived again, and what differs; run when the page opens and on request. */
export function ProofPage() {
  const { t } = useT('reports');
  const proof = useQuery({
    ...read('/api/v1/proof', {}),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const { data, error, isFetching } = proof;
  const run = () => void proof.refetch();
  useShortcuts([{ keys: 'r', label: t('proof.again'), group: 'here', run }]);
  return (
    <Page>
      <PageHeader
        title={t('proof.title')}
        subtitle={
          data ? (
            <>
              {t('proof.ran')} <Instant value={new Date(proof.dataUpdatedAt).toISOString()} />
            </>
          ) : (
            t('proof.hint')
          )
        }
        actions={
          <>
            <Button
              leftSection={<IconRefresh size={16} aria-hidden />}
              loading={isFetching}
              onClick={run}
            >
              {t('proof.again')}
            </Button>
            <ReportFiles path="/api/v1/proof" query={{}} name="proof" />
          </>
        }
      />
      <div style={{ height: 4 }} aria-live="polite">
        {isFetching && <Progress value={100} animated size={4} aria-label={t('proof.running')} />}
      </div>
      {error && <ProblemAlert error={error} retry={run} />}
      {!data &&
        !error &&
        Array.from({ length: WAITING }, (_, at) => <Skeleton key={at} height={42} />)}
      {data && <Verdict proof={data} />}
      {data && <Checks checks={data.checks} />}
    </Page>
  );
}

function Verdict({ proof }: { proof: Schema<'Proof'> }) {
  const { t } = useT('reports');
  const failed = proof.checks.filter((check) => !check.ok).length;
  return (
    <Alert
      color={proof.ok ? 'teal' : 'red'}
      variant="light"
      icon={proof.ok ? <IconShieldCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
      title={proof.ok ? t('proof.holds') : t('proof.fails', { count: failed })}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Text size="sm">{proof.ok ? t('proof.holdsHint') : t('proof.failsHint')}</Text>
    </Alert>
  );
}

/** By what they are about; a check that this page does not know yet comes under the last heading. */
function Checks({ checks }: { checks: readonly Check[] }) {
  const { t } = useT('reports');
  const known = new Set<string>(GROUPS.flatMap((group) => group.checks));
  const groups = GROUPS.map((group) => ({
    id: group.id,
    own: checks.filter(
      (check) =>
        (group.checks as readonly string[]).includes(check.name) ||
        (group.id === 'records' && !known.has(check.name)),
    ),
  }));
  return groups
    .filter(({ own }) => own.length > 0)
    .map(({ id, own }) => (
      <section key={id}>
        <Title order={2} size="h3">
          {t(`proof.group.${id}`)}
        </Title>
        <ul className={classes.checks}>
          {own.map((check) => (
            <CheckLine key={check.name} check={check} />
          ))}
        </ul>
      </section>
    ));
}

function CheckLine({ check }: { check: Check }) {
  const { t } = useT('reports');
  const locale = useLocale();
  const known = isKnownCheck(check.name) ? check.name : undefined;
  return (
    <li data-ok={check.ok}>
      {check.ok ? <IconCheck size={18} aria-hidden /> : <IconAlertTriangle size={18} aria-hidden />}
      <div>
        <p>{known ? t(`proof.check.${known}.title`) : check.title}</p>
        {known && <p className={classes.quiet}>{t(`proof.check.${known}.why`)}</p>}
      </div>
      <Text size="sm" c={check.ok ? 'dimmed' : 'var(--negative)'}>
        {check.ok
          ? t('proof.ok')
          : t('proof.differences', {
              count: check.count,
              formatted: formatCount(check.count, locale),
            })}
      </Text>
      {check.differences.length > 0 && <Differences check={check} />}
    </li>
  );
}

function Differences({ check }: { check: Check }) {
  const { t } = useT('reports');
  return (
    <div className={classes.differences}>
      <Table verticalSpacing={4} fz="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('proof.what')}</Table.Th>
            <Table.Th>{t('proof.expected')}</Table.Th>
            <Table.Th>{t('proof.found')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {check.differences.map((difference, index) => (
            <Table.Tr key={index}>
              <Table.Td>
                <DifferenceWords text={difference.what} />
              </Table.Td>
              <Table.Td className="numeric">{difference.expected}</Table.Td>
              <Table.Td className="numeric">{difference.found}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className={classes.quiet}>
        {check.count > check.differences.length
          ? t('proof.firstOnly', { count: check.differences.length })
          : ''}{' '}
        {t('proof.minor')}
      </p>
    </div>
  );
}
