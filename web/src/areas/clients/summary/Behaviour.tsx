import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { negated } from '@/lib/decimal';
import { formatCount, formatDay, formatDecimal, isNegative } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { ChartTable } from './ChartTable';
import { Figures } from './Figures';
import { monthName, share } from './figures';
import { Panel } from './Panel';
import { useSummary } from './useSummary';

const PaidBars = lazy(() => import('./charts').then((m) => ({ default: m.PaidBars })));

const CHART_PX = 150;

/** How the client paid what it closed in the last twelve months. */
export function Behaviour({ clientId }: { clientId: string }) {
  const { t } = useT('clients');
  const locale = useLocale();
  const { data, error } = useSummary(clientId);
  if (error) return null;
  const since = data && formatDay(data.behaviour.since.slice(0, 7), locale, 'month');
  return (
    <Panel title={t('pays.title')} hint={since && t('pays.since', { month: since })}>
      {data ? <Paid behaviour={data.behaviour} /> : <Skeleton height={CHART_PX + 50} />}
    </Panel>
  );
}

function Paid({ behaviour }: { behaviour: Schema<'PaymentBehaviour'> }) {
  const { t } = useT('clients');
  const locale = useLocale();
  const { paid, on_time: onTime, days_to_pay: toPay, days_late: late, bounced } = behaviour;
  const days = (decimal: string | null | undefined) =>
    decimal == null ? '–' : t('pays.days', { days: formatDecimal(decimal, locale) });
  const series = [
    { name: 'on_time', label: t('pays.onTime'), color: '#4f93b8' },
    { name: 'late', label: t('pays.late'), color: '#cf7845' },
  ];
  const points = behaviour.months.map((month) => ({
    name: monthName(month.month, locale.locale),
    on_time: month.on_time,
    late: month.paid - month.on_time,
  }));
  return (
    <>
      <Figures
        figures={[
          {
            term: t('pays.onTime'),
            value: paid > 0 ? share(onTime, paid, locale.locale) : '–',
            hint: t('pays.ofPaid', { count: paid, formatted: formatCount(paid, locale) }),
          },
          { term: t('pays.toPay'), value: days(toPay) },
          late != null && isNegative(late)
            ? { term: t('pays.daysEarly'), value: days(negated(late)) }
            : { term: t('pays.daysLate'), value: days(late) },
          { term: t('pays.bounced'), value: formatCount(bounced, locale), warn: bounced > 0 },
        ]}
      />
      {paid > 0 && (
        <figure style={{ margin: 0, minHeight: CHART_PX }}>
          <div aria-hidden>
            <Suspense fallback={<Skeleton height={CHART_PX} />}>
              <PaidBars points={points} series={series} height={CHART_PX} format={String} />
            </Suspense>
          </div>
          <ChartTable title={t('pays.chart')} points={points} series={series} format={String} />
        </figure>
      )}
    </>
  );
}
