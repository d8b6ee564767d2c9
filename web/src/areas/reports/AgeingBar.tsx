import { useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { isZero } from '@/lib/format';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { columnWords } from './bucket-words';
import { amountIn, explainAging } from './explain-aging';
import { colourOf, type Drill, height } from './figures';
import classes from './reports.module.css';

interface Props {
  row: Schema<'AgedRow'>;
  bounds: readonly number[];
  /** What the row was asked for by. */
  query: Drill['query'];
  /** The bar alone, where the amounts stand beside it anyway. */
  bare?: boolean;
}

/** One row of the aged balance as a bar, with its amounts below. */
export function AgeingBar({ row, bounds, query, bare = false }: Props) {
  const { t } = useT('reports');
  const queries = useQueryClient();
  const columns: ('not_due' | number)[] = ['not_due', ...bounds.map((_, at) => at), bounds.length];
  const parts = columns
    .map((column) => ({
      column,
      amount: amountIn(row, column),
      colour: colourOf(column, bounds.length + 1),
    }))
    .filter(({ amount }) => !isZero(amount));
  return (
    <div className={classes.ageing}>
      <div className={classes.bar} aria-hidden>
        {parts.map(({ column, amount, colour }) => (
          <span key={column} style={{ flexGrow: height(amount), background: colour }} />
        ))}
      </div>
      {!bare && (
        <dl className={classes.legend}>
          {parts.map(({ column, amount, colour }) => (
            <div key={column}>
              <dt>
                <i style={{ background: colour }} aria-hidden />
                {columnWords(column, bounds, t)}
              </dt>
              <dd>
                <ExplainAmount
                  id={`${row.currency}.${column}`}
                  amount={amount}
                  currency={row.currency}
                  explanation={explainAging({
                    queries,
                    query,
                    column,
                    bounds,
                    currency: row.currency,
                  })}
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
