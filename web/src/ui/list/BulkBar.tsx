import { Button, Group, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import classes from './ListPage.module.css';

/** So many rows can be changed at once. */
export const SELECTED_MOST = 5_000;

interface Props {
  count: number;
  /** All rows of the list, loaded or not. */
  total: number | undefined;
  /** Reads what is not loaded, and selects it too. */
  onAll: () => void;
  isReading: boolean;
  onClear: () => void;
  children: ReactNode;
}

/** What can be done with the selected rows, at the foot of the list. */
export function BulkBar({ count, total = count, onAll, isReading, onClear, children }: Props) {
  const { t } = useT('ui');
  const locale = useLocale();
  const most = Math.min(total, SELECTED_MOST);
  const formatted = { most: formatCount(most, locale), total: formatCount(total, locale) };
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
          {count < total
            ? t('list.selectedOf', {
                count,
                formatted: formatCount(count, locale),
                total: formatted.total,
              })
            : t('list.selected', { count, formatted: formatCount(count, locale) })}
        </Text>
        {count < most && (
          <Button variant="subtle" loading={isReading} onClick={onAll}>
            {t(most < total ? 'list.selectFirst' : 'list.selectAll', formatted)}
          </Button>
        )}
        {count >= most && most < total && (
          <Text size="sm" c="dimmed">
            {t('list.selectedMost', formatted)}
          </Text>
        )}
        {children}
        <Button variant="subtle" color="gray" onClick={onClear}>
          {t('list.clearSelection')}
        </Button>
      </Group>
    </Paper>
  );
}
