import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import classes from './Page.module.css';

/** A page's body. `fill` gives it exactly the room below the header, for lists that scroll themselves. */
export function Page({ children, fill = false }: { children: ReactNode; fill?: boolean }) {
  return <div className={fill ? `${classes.page} ${classes.fill}` : classes.page}>{children}</div>;
}

export interface PageHeaderProps {
  title: string;
  /** Beside the title: a status, a number. */
  aside?: ReactNode;
  /** Below the title, in small. */
  subtitle?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
}

export function PageHeader({ title, aside, subtitle, actions }: PageHeaderProps) {
  useTitle(title);
  return (
    <Group justify="space-between" align="flex-start" gap="sm" className={classes.header}>
      <Stack gap={2}>
        <Group gap="sm" align="center">
          <Title order={1} className={classes.title}>
            {title}
          </Title>
          {aside}
        </Group>
        {subtitle && (
          <Text size="sm" c="dimmed" component="div" className={classes.subtitle}>
            {subtitle}
          </Text>
        )}
      </Stack>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}

/** The window's title: what a person looks for among many tabs comes first. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = title ? `${title} · Rapport` : 'Rapport';
  }, [title]);
}
