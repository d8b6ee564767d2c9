import { type Theme, usePreferences } from '@/lib/preferences';

export const THEMES: readonly Theme[] = ['light', 'dark', 'system'];

export function useTheme() {
  const { preferences, change } = usePreferences();
  return { theme: preferences.theme ?? 'system', set: (theme: Theme) => change({ theme }) };
}
