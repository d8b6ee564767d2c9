import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  hint?: ReactNode;
  /** Buttons or links: what to do next. */
  children?: ReactNode;
}

export function EmptyState({ title, hint, children }: Props) {
  return (
    <Stack align="center" justify="center" gap="sm" py={48} px="md" ta="center">
      <Title order={2} size="h3">
        {title}
      </Title>
      {hint && (
        <Text size="sm" c="dimmed" maw={460}>
          {hint}
        </Text>
      )}
      {children}
    </Stack>
  );
}
