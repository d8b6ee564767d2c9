import { useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { EmptyState } from '@/ui/EmptyState';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { columnWords } from './bucket-words';
import { amountIn, explainRow } from './explain-aging';
import { type AgingColumn, colourOf, type Drill } from './figures';
import { OpenItems } from './OpenItems';
import classes from './reports.module.css';

interface Props {
  drill: Drill;
  totals: Schema<'AgedBalance'>;
}

/** The deepest table of the aged balance: a client's items, under the client's own totals. */
export function ClientAgingItems({ drill, totals }: Props) {
  const { t } = useT('reports');
  const queries = useQueryClient();
  const { query } = drill;
  const bounds = totals.buckets;
  const columns: AgingColumn[] = ['open', 'not_due', ...bounds.map((_, at) => at), bounds.length];
  if (totals.rows.length === 0) {
    return <EmptyState title={t('aging.emptyClient')} hint={t('aging.emptyHint')} />;
  }
  return (
    <>
      {totals.rows.map((row) => (
        <dl key={row.currency} className={classes.figures}>
          {columns.map((column) => (
            <div key={column}>
              <dt>
                {column !== 'open' && (
                  <i style={{ background: colourOf(column, bounds.length + 1) }} aria-hidden />
                )}
                {columnWords(column, bounds, t)}
              </dt>
              <dd>
                <ExplainAmount
                  amount={amountIn(row, column)}
                  currency={row.currency}
                  id={`${row.currency}.${column}`}
                  explanation={explainRow(
                    { queries, query, column, bounds, currency: row.currency },
                    row,
                  )}
                />
              </dd>
            </div>
          ))}
        </dl>
      ))}
      <OpenItems
        embedded
        withClient={query.include_children ?? false}
        fixed={{
          as_of: query.as_of,
          client: query.client,
          include_children: query.include_children,
          currency: query.in_base ? undefined : query.currency,
        }}
      />
    </>
  );
}
