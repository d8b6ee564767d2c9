import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useT } from '@/i18n';
import { formatCount, formatInstant } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { Instant } from '@/ui/Day';
import { EmptyState } from '@/ui/EmptyState';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage } from '@/ui/list/ListPage';
import { SidePanel } from '@/ui/SidePanel';
import { durationInWords } from './duration';
import { ProofChecks } from './ProofChecks';
import { type ProofRun, useRunEnds } from './proof-runs';
import classes from './reports.module.css';

/** When the books were proved, by whom, and what came of it. */
export function ProofRuns() {
  const { t } = useT('reports');
  const locale = useLocale();
  const [shown, setShown] = useState<ProofRun>();
  const columns = useColumns();
  const filters = useMemo<readonly Filter[]>(
    () => [{ kind: 'boolean', param: 'ok', label: t('proof.allHeld'), pinned: true }],
    [t],
  );
  return (
    <>
      <ListPage
        embedded
        list="proof-runs"
        path="/api/v1/proof-runs"
        title={t('proof.runs')}
        columns={columns}
        filters={filters}
        usualSort="-ran_at"
        rowName={(row) => formatInstant(row.ran_at, locale)}
        onOpen={setShown}
        empty={<EmptyState title={t('proof.never')} hint={t('proof.hint')} />}
      />
      <SidePanel
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        size={620}
        title={shown && t('proof.runOf', { time: formatInstant(shown.ran_at, locale) })}
      >
        {shown && <ProofChecks run={shown} />}
      </SidePanel>
    </>
  );
}

function useColumns(): readonly Column<ProofRun>[] {
  const { t } = useT('reports');
  const locale = useLocale();
  const ends = useRunEnds();
  return useMemo(
    () => [
      {
        id: 'ran_at',
        header: t('proof.ranAt'),
        sort: 'ran_at',
        width: 180,
        cell: (row) => <Instant value={row.ran_at} />,
      },
      {
        id: 'ok',
        header: t('proof.outcome'),
        width: 170,
        cell: (row) => <Outcome run={row} />,
      },
      { id: 'ran_by', header: t('proof.ranBy'), width: 180, cell: (row) => row.ran_by },
      {
        id: 'took',
        header: t('proof.took'),
        width: 90,
        align: 'end',
        csv: null,
        cell: (row) => durationInWords(row.ran_at, ends.get(row.id), locale) ?? '–',
      },
      {
        id: 'checks',
        header: t('proof.checks'),
        width: 80,
        align: 'end',
        cell: (row) => formatCount(row.checks, locale),
      },
    ],
    [t, locale, ends],
  );
}

function Outcome({ run }: { run: ProofRun }) {
  const { t } = useT('reports');
  const locale = useLocale();
  const Icon = run.ok ? IconCheck : IconAlertTriangle;
  return (
    <span className={classes.verdict} data-ok={run.ok}>
      <Icon size={15} aria-hidden />{' '}
      {run.ok
        ? t('proof.allHeld')
        : t('proof.differences', {
            count: run.differences,
            formatted: formatCount(run.differences, locale),
          })}
    </span>
  );
}
