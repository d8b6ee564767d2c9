import { Group, SegmentedControl, Skeleton, Stack, Title } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useT } from '@/i18n';
import { formatDay, formatDecimal } from '@/lib/format';
import { useSearchWords } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { ProblemAlert } from '@/ui/ProblemAlert';

const loadCharts = () => import('./charts');
const MonthLines = lazy(() => loadCharts().then((m) => ({ default: m.MonthLines })));
const CHART_PX = 240;

interface Props {
  error: Error | null | undefined;
  isReady: boolean;
  points: { until: string; [series: string]: string | null | undefined }[];
  series: { name: string; label: string; color: string }[];
  label: string;
  unit: (value: string) => string;
  top?: number;
  currencies: string[] | undefined;
  baseCurrency: string | undefined;
  children: ReactNode;
}

/** Figures of the last period over their way through the months. */
export function MonthFigures(props: Props) {
  const { t } = useT('reports');
  const locale = useLocale();
  const [words, change] = useSearchWords();
  // On its way while the figures are read.
  useEffect(() => void loadCharts().catch(() => undefined), []);
  if (props.error) return <ProblemAlert error={props.error} />;
  // How much room the figures take depends on them: nothing stands below them before they are there.
  if (!props.isReady) return <Skeleton height={600} />;
  const drawn = props.points.map((point) => ({
    month: formatDay(point.until, locale, 'short'),
    ...Object.fromEntries(
      props.series.map(({ name }) => [name, point[name] ? Number(point[name]) : null]),
    ),
  }));
  return (
    <Stack gap="lg">
      {props.currencies && props.currencies.length > 1 && (
        <Group>
          <SegmentedControl
            size="xs"
            aria-label={t('items.currency')}
            value={words.currency ?? 'base'}
            onChange={(choice) => change({ currency: choice === 'base' ? undefined : choice })}
            data={[
              {
                value: 'base',
                label: t('collection.inBase', { currency: props.baseCurrency ?? '' }),
              },
              ...props.currencies
                .filter((currency) => currency !== props.baseCurrency)
                .map((currency) => ({ value: currency, label: currency })),
            ]}
          />
        </Group>
      )}
      {props.children}
      <section>
        <Title order={2} size="h3" mb="sm">
          {props.label}
        </Title>
        <Suspense fallback={<Skeleton height={CHART_PX} />}>
          <MonthLines
            points={drawn}
            series={props.series}
            label={props.label}
            format={(value) => props.unit(formatDecimal(String(value), locale))}
            {...(props.top === undefined ? {} : { top: props.top })}
          />
        </Suspense>
      </section>
    </Stack>
  );
}
