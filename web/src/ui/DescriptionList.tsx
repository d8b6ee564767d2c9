import { Fragment, type ReactNode } from 'react';
import classes from './DescriptionList.module.css';

export interface Fact {
  term: string;
  /** Left out where there is nothing to say, unless `always`. */
  value: ReactNode;
  always?: boolean;
}

const isNothing = (value: ReactNode) =>
  value === null || value === undefined || value === '' || value === false;

/** Facts by name, two columns where there is room. */
export function DescriptionList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.list}>
      {facts
        .filter((fact) => fact.always || !isNothing(fact.value))
        .map((fact) => (
          <Fragment key={fact.term}>
            <dt>{fact.term}</dt>
            <dd>{isNothing(fact.value) ? '–' : fact.value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
