import { Kbd, Title, UnstyledButton } from '@mantine/core';
import { IconChartBar, IconFileImport, IconKeyboard, IconSearch } from '@tabler/icons-react';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { openPalette } from '../palette-store';
import type { Icon } from '../screens';
import { useCan } from '../session';
import { useKnownShortcuts } from '../shortcuts';
import classes from './home.module.css';

interface Suggestion {
  id: 'import' | 'aging' | 'client' | 'keys';
  icon: Icon;
  keys: string;
  run: () => void;
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** What to try first, with the keys that do it. */
export function Suggestions({ isEmpty }: { isEmpty: boolean }) {
  const { t } = useT('shell');
  const go = useGo();
  const can = useCan();
  const shortcuts = useKnownShortcuts();
  const showKeys = () => shortcuts.find((shortcut) => shortcut.keys === '?')?.run();
  const suggestions: Suggestion[] = [
    ...(can('clients.read') && !isEmpty
      ? [
          {
            id: 'client' as const,
            icon: IconSearch,
            keys: isApple ? '⌘ K' : 'Ctrl K',
            run: openPalette,
          },
        ]
      : []),
    ...(can('receivables.read') && !isEmpty
      ? [{ id: 'aging' as const, icon: IconChartBar, keys: 'g a', run: () => go('/aging') }]
      : []),
    ...(can('imports.run')
      ? [
          {
            id: 'import' as const,
            icon: IconFileImport,
            keys: 'n m',
            run: () => go('/imports/new'),
          },
        ]
      : []),
    { id: 'keys', icon: IconKeyboard, keys: '?', run: showKeys },
  ];
  return (
    <section aria-labelledby="suggestions" className={classes.suggestions}>
      <Title order={2} size="h3" id="suggestions">
        {t('home.try')}
      </Title>
      <ul>
        {suggestions.map(({ id, icon: Icon, keys, run }) => (
          <li key={id}>
            <UnstyledButton className={classes.suggestion} onClick={run}>
              <Icon size={20} stroke={1.6} />
              <span>
                <strong>{t(`home.${id}`)}</strong>
                <span>{t(`home.${id}Hint`)}</span>
              </span>
              <Kbd size="xs">{keys}</Kbd>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
