import { Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './summary.module.css';

interface Props {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}

/** One thing to know about a client. */
export function Panel({ title, hint, children }: Props) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <Title order={2} size="h3" id={id}>
        {title}{' '}
        {hint && (
          <Text span size="xs" c="dimmed" fw={400}>
            {hint}
          </Text>
        )}
      </Title>
      {children}
    </section>
  );
}
