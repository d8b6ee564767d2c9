import { Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { Instant } from '@/ui/Day';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { DifferenceWords } from './DifferenceWords';
import { GROUPS, isKnownCheck } from './proof-checks';
import type { ProofRun } from './proof-runs';
import classes from './reports.module.css';

type Counted = ProofRun['result'][number];

interface Props {
  run: ProofRun;
  /** Says what differs, below each check that does not hold: read from the books as they are now. */
  withDifferences?: boolean;
}

/** What does not hold first. */
const failedFirst = (one: Counted, other: Counted) =>
  Number(other.count > 0) - Number(one.count > 0);

/** The checks of a run by what they are about; one that this page does not know comes under the last heading. */
export function ProofChecks({ run, withDifferences = false }: Props) {
  const { t } = useT('reports');
  const known = new Set<string>(GROUPS.flatMap((group) => group.checks));
  const proof = useRead('/api/v1/proof', {}, { enabled: withDifferences && !run.ok });
  const groups = GROUPS.map((group) => ({
    id: group.id,
    own: run.result
      .filter(
        (check) =>
          (group.checks as readonly string[]).includes(check.name) ||
          (group.id === 'records' && !known.has(check.name)),
      )
      .toSorted(failedFirst),
  }));
  return (
    <Stack gap="md">
      {proof.error && <ProblemAlert error={proof.error} retry={() => void proof.refetch()} />}
      {groups
        .filter(({ own }) => own.length > 0)
        .toSorted((one, other) => failedFirst(one.own[0] as Counted, other.own[0] as Counted))
        .map(({ id, own }) => (
          <section key={id}>
            <Title order={2} size="h3">
              {t(`proof.group.${id}`)}
            </Title>
            <ul className={classes.checks}>
              {own.map((check) => (
                <CheckLine key={check.name} check={check} ranAt={run.ran_at}>
                  {check.count > 0 && withDifferences && (
                    <Differences
                      check={proof.data?.checks.find(({ name }) => name === check.name)}
                      isReading={proof.isPending && !proof.error}
                    />
                  )}
                </CheckLine>
              ))}
            </ul>
          </section>
        ))}
    </Stack>
  );
}

interface LineProps {
  check: Counted;
  ranAt: string;
  children: React.ReactNode;
}

function CheckLine({ check, ranAt, children }: LineProps) {
  const { t } = useT('reports');
  const locale = useLocale();
  const known = isKnownCheck(check.name) ? check.name : undefined;
  const isOk = check.count === 0;
  return (
    <li data-ok={isOk}>
      {isOk ? <IconCheck size={18} aria-hidden /> : <IconAlertTriangle size={18} aria-hidden />}
      <div>
        <p>{known ? t(`proof.check.${known}.title`) : check.name.replaceAll('-', ' ')}</p>
        {known && <p className={classes.quiet}>{t(`proof.check.${known}.why`)}</p>}
      </div>
      <div className={classes.outcome}>
        <Text size="sm" c={isOk ? undefined : 'var(--negative)'}>
          {isOk
            ? t('proof.ok')
            : t('proof.differences', {
                count: check.count,
                formatted: formatCount(check.count, locale),
              })}
        </Text>
        <span className={classes.quiet}>
          <Instant value={ranAt} />
        </span>
      </div>
      {children}
    </li>
  );
}

interface DifferencesProps {
  check: Schema<'ProofCheck'> | undefined;
  isReading: boolean;
}

function Differences({ check, isReading }: DifferencesProps) {
  const { t } = useT('reports');
  if (isReading) return <Skeleton height={60} className={classes.differences} />;
  if (!check || check.ok) return <p className={classes.differences}>{t('proof.mended')}</p>;
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
