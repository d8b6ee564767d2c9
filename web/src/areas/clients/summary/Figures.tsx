import type { ReactNode } from 'react';
import classes from './summary.module.css';

interface Figure {
  term: string;
  value: ReactNode;
  hint?: string;
  warn?: boolean;
}

/** A few figures in a row. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className={classes.figures}>
      {figures.map(({ term, value, hint, warn }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd className="numeric" data-warn={warn || undefined}>
            {value}
            {hint && <small>{hint}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
