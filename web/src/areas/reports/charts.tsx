import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { useMediaQuery } from '@mantine/hooks';
import type { Search } from '@/lib/search';

interface Series {
  name: string;
  label: string;
  color: string;
}

export interface Bar {
  name: string;
  /** Where a click on it leads. */
  target: Search | undefined;
  [series: string]: unknown;
}

interface BarsProps {
  bars: readonly Bar[];
  series: Series[];
  height: number;
  label: string;
  format: (value: number) => string;
  onChoose: (target: Search) => void;
}

/** On one line: a label that wraps runs into its neighbours. */
const shortened = (letters: number) => (name: string) =>
  (name.length > letters ? `${name.slice(0, letters - 1)}…` : name).replaceAll(' ', '\u00a0');

/** Lying stacked bars. The table below says the same in figures and is the way for the keyboard. */
export function AgingBars({ bars, series, height, label, format, onChoose }: BarsProps) {
  const hasRoom = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  return (
    <div role="img" aria-label={label}>
      <BarChart
        h={height}
        data={bars as Bar[]}
        dataKey="name"
        type="stacked"
        orientation="vertical"
        series={series}
        withLegend
        legendProps={{ verticalAlign: 'bottom', height: hasRoom ? 28 : 52, itemSorter: null }}
        gridAxis="x"
        tickLine="none"
        maxBarWidth={18}
        xAxisProps={{ tickFormatter: format, tickCount: hasRoom ? 5 : 3 }}
        yAxisProps={{
          width: hasRoom ? 170 : 112,
          tickFormatter: shortened(hasRoom ? 24 : 13),
          interval: 0,
        }}
        valueFormatter={format}
        tooltipAnimationDuration={0}
        barChartProps={{ accessibilityLayer: false }}
        barProps={{
          isAnimationActive: false,
          cursor: 'pointer',
          onClick: (bar) => {
            const target = (bar as { payload?: Bar }).payload?.target;
            if (target) onChoose(target);
          },
        }}
      />
    </div>
  );
}

interface LineProps {
  points: Record<string, unknown>[];
  series: Series[];
  label: string;
  format: (value: number) => string;
  top?: number;
}

/** How figures went over the months. */
export function MonthLines({ points, series, label, format, top }: LineProps) {
  return (
    <div role="img" aria-label={label}>
      <LineChart
        h={240}
        data={points}
        dataKey="month"
        series={series}
        withLegend={series.length > 1}
        legendProps={{ verticalAlign: 'bottom', height: 28 }}
        curveType="linear"
        connectNulls={false}
        tickLine="none"
        valueFormatter={format}
        tooltipAnimationDuration={0}
        lineChartProps={{ accessibilityLayer: false }}
        lineProps={{ isAnimationActive: false }}
        yAxisProps={{
          width: 44,
          tickFormatter: String,
          ...(top === undefined ? {} : { domain: [0, top] }),
        }}
      />
    </div>
  );
}
