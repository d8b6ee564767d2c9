import { Skeleton, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useT } from '@/i18n';
import { useLocale } from '@/lib/locale';
import { ChartTable } from './ChartTable';
import { hasMoved, monthName, pointsOf } from './figures';
import { Panel } from './Panel';
import { useSummary } from './useSummary';

const BalanceLines = lazy(() => import('./charts').then((m) => ({ default: m.BalanceLines })));

const CHART_PX = 200;
const COLOURS = ['#4f93b8', '#cf7845', '#6f9f5f', '#a06fb0', '#b0965f'];

/** What the client owed at the ends of the last months. */
export function BalanceOverTime({ clientId }: { clientId: string }) {
  const { t } = useT('clients');
  const { locale } = useLocale();
  const { data, error } = useSummary(clientId);
  if (error) return null;
  const lines = data?.balances ?? [];
  const series = lines.map(({ currency }, at) => ({
    name: currency,
    label: currency,
    color: COLOURS[at % COLOURS.length] ?? '#4f93b8',
  }));
  const points = pointsOf(data?.days ?? [], lines, (day) => monthName(day, locale));
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const only = lines.length === 1 ? lines[0]?.currency : undefined;
  return (
    <Panel title={t('balances.title')} hint={only}>
      {!data && <Skeleton height={CHART_PX} />}
      {data && !hasMoved(lines) && (
        <Text size="sm" c="dimmed">
          {t('balances.none')}
        </Text>
      )}
      {data && hasMoved(lines) && (
        <figure style={{ margin: 0, minHeight: CHART_PX }}>
          <div aria-hidden>
            <Suspense fallback={<Skeleton height={CHART_PX} />}>
              <BalanceLines
                points={points}
                series={series}
                height={CHART_PX}
                format={compact.format}
              />
            </Suspense>
          </div>
          <ChartTable
            title={t('balances.title')}
            points={points}
            series={series}
            format={compact.format}
          />
        </figure>
      )}
    </Panel>
  );
}
