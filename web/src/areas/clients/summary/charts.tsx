import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';

export interface Series {
  name: string;
  label: string;
  color: string;
}

export interface ChartProps {
  points: readonly Record<string, unknown>[];
  series: readonly Series[];
  height: number;
  format: (value: number) => string;
}

const still = { tooltipAnimationDuration: 0, tickLine: 'none' as const };
const LEGEND = { verticalAlign: 'bottom' as const, height: 26, itemSorter: null };
/** Even steps: of what has no room, every second or third goes, never one alone. */
const MONTHS = { interval: 'equidistantPreserveStart' as const, minTickGap: 12 };
const AMOUNTS = { interval: 0, tickCount: 4 };

/** A line for each currency; each in its own money. */
export function BalanceLines({ points, series, height, format }: ChartProps) {
  return (
    <LineChart
      {...still}
      h={height}
      data={points as Record<string, unknown>[]}
      dataKey="name"
      series={series as Series[]}
      withLegend={series.length > 1}
      legendProps={LEGEND}
      curveType="linear"
      valueFormatter={format}
      dotProps={{ r: 2.5 }}
      referenceLines={[{ y: 0, color: 'var(--line)' }]}
      lineChartProps={{ accessibilityLayer: false }}
      lineProps={{ isAnimationActive: false }}
      xAxisProps={{ ...MONTHS, padding: { left: 4, right: 24 } }}
      yAxisProps={{ ...AMOUNTS, width: 62, tickFormatter: format }}
    />
  );
}

/** How many invoices were paid in each month, in time and late. */
export function PaidBars({ points, series, height, format }: ChartProps) {
  return (
    <BarChart
      {...still}
      h={height}
      data={points as Record<string, unknown>[]}
      dataKey="name"
      type="stacked"
      series={series as Series[]}
      withLegend
      legendProps={LEGEND}
      valueFormatter={format}
      maxBarWidth={22}
      barChartProps={{ accessibilityLayer: false }}
      barProps={{ isAnimationActive: false }}
      xAxisProps={MONTHS}
      yAxisProps={{ ...AMOUNTS, width: 30, allowDecimals: false }}
    />
  );
}
