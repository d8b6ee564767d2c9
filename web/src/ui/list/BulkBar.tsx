import { Button, Group, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import classes from './ListPage.module.css';

interface Props {
  count: number;
  onClear: () => void;
  children: ReactNode;
}

/** What can be done with the selected rows, at the foot of the list. */
export function BulkBar({ count, onClear, children }: Props) {
  const { t } = useT('ui');
  const locale = useLocale();
  return (
    <Paper
      withBorder
      shadow="md"
      className={classes.bulk}
      role="region"
      aria-label={t('list.selection')}
    >
      <Group gap="sm">
        <Text size="sm" fw={600} aria-live="polite">
          {t('list.selected', { count, formatted: formatCount(count, locale) })}
        </Text>
        {children}
        <Button variant="subtle" color="gray" onClick={onClear}>
          {t('list.clearSelection')}
        </Button>
      </Group>
    </Paper>
  );
}
