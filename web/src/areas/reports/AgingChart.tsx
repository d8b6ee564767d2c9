import { Skeleton } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatMoney } from '@/lib/format';
import { useSearchWords } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { NOBODY } from '@/ui/UserPicker';
import { AgeingBar } from './AgeingBar';
import { columnWords } from './bucket-words';
import { bucketColour, type Drill, height, NOT_DUE_COLOUR } from './figures';
import classes from './reports.module.css';

const AgingBars = lazy(() => import('./charts').then((m) => ({ default: m.AgingBars })));

const BARS_MAX = 12;

interface Props {
  answer: Schema<'AgedBalance'>;
  drill: Drill;
  currency: string;
  isStale: boolean;
}

/** The largest rows as stacked bars in base currency; of one client a single bar. */
export function AgingChart({ answer, drill, currency, isStale }: Props) {
  const { t } = useT('reports');
  const locale = useLocale();
  const [, change] = useSearchWords();
  const bars = useMemo(
    () =>
      answer.rows
        .toSorted((one, other) => height(other.open) - height(one.open))
        .slice(0, BARS_MAX)
        .map((row) => ({
          name: row.client_name ?? row.owner_name ?? t('aging.nobody'),
          target: row.client ? { client: row.client } : { owner: row.owner ?? NOBODY },
          not_due: height(row.not_due),
          ...Object.fromEntries(row.buckets.map((amount, at) => [`b${at}`, height(amount)])),
        })),
    [answer, t],
  );
  const series = [
    { name: 'not_due', label: t('aging.notDue'), color: NOT_DUE_COLOUR },
    ...Array.from({ length: answer.buckets.length + 1 }, (_, at) => ({
      name: `b${at}`,
      label: columnWords(at, answer.buckets, t),
      color: bucketColour(at, answer.buckets.length + 1),
    })),
  ];
  const only = drill.level === 'client' ? answer.rows[0] : undefined;
  if (only) return <AgeingBar row={only} bounds={answer.buckets} query={drill.query} bare />;
  if (bars.length === 0 || drill.level === 'client') return null;
  const tall = Math.min(320, 58 + bars.length * 26);
  return (
    <figure className={classes.figure} data-stale={isStale || undefined}>
      <figcaption className={classes.quiet}>
        {answer.rows.length > BARS_MAX
          ? t('aging.chartLargest', { count: BARS_MAX, currency })
          : t('aging.chart', { currency })}
      </figcaption>
      <Suspense fallback={<Skeleton height={tall} />}>
        <AgingBars
          bars={bars}
          series={series}
          height={tall}
          label={t('aging.chartLabel')}
          format={(value) => formatMoney(value.toFixed(0), currency, locale)}
          onChoose={(target) => change({ ...target, sort: undefined }, { replace: false })}
        />
      </Suspense>
    </figure>
  );
}
