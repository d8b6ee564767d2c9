import { SegmentedControl } from '@mantine/core';
import { useT } from '@/i18n';
import type { Theme } from '@/lib/preferences';
import { THEMES, useTheme } from './theme-choice';

export function ThemeSwitch() {
  const { t } = useT('shell');
  const { theme, set } = useTheme();
  return (
    <SegmentedControl
      fullWidth
      aria-label={t('header.theme')}
      value={theme}
      onChange={(value) => set(value as Theme)}
      data={THEMES.map((own) => ({ value: own, label: t(`header.${own}`) }))}
    />
  );
}
