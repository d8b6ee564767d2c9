import type { ChartProps } from './charts';

/** A chart's figures for who cannot see it. */
export function ChartTable({
  title,
  points,
  series,
  format,
}: Omit<ChartProps, 'height'> & { title: string }) {
  return (
    <table className="visually-hidden">
      <caption>{title}</caption>
      <thead>
        <tr>
          <td />
          {series.map((one) => (
            <th key={one.name} scope="col">
              {one.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={String(point.name)}>
            <th scope="row">{String(point.name)}</th>
            {series.map((one) => (
              <td key={one.name}>{format(Number(point[one.name]))}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
