import { Fieldset } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './form.module.css';

/** Fields that belong together, side by side where there is room. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Fieldset legend={title} variant="unstyled" className={classes.part}>
      <div className={classes.fields}>{children}</div>
    </Fieldset>
  );
}
