import {
  Avatar,
  Menu,
  SegmentedControl,
  Text,
  UnstyledButton,
  useMantineColorScheme,
} from '@mantine/core';
import { IconKeyboard, IconLogout, IconSettings, IconSparkles } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useT } from '@/i18n';
import { type Theme, usePreferences } from '@/lib/preferences';
import { signOut, useSession } from './session';

export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { t } = useT('shell');
  const { user } = useSession();
  return (
    <Menu width={250}>
      <Menu.Target>
        <UnstyledButton aria-label={t('header.userMenu')} title={user.name}>
          <Avatar size={30} name={user.name} color="harbour" variant="filled" alt="" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {user.name}
          </Text>
          <Text size="xs">{user.email}</Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={16} />}>
          {t('header.settings')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onShortcuts}>
          {t('header.shortcuts')}
        </Menu.Item>
        <Menu.Item component={Link} to="/changes" leftSection={<IconSparkles size={16} />}>
          {t('header.changes')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('header.theme')}</Menu.Label>
        <ThemeSwitch />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('header.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function ThemeSwitch() {
  const { t } = useT('shell');
  const { preferences, change } = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const set = (theme: Theme) => {
    setColorScheme(theme);
    void change({ theme });
  };
  return (
    <SegmentedControl
      size="xs"
      fullWidth
      aria-label={t('header.theme')}
      value={preferences.theme ?? colorScheme}
      onChange={(value) => set(value as Theme)}
      data={[
        { value: 'light', label: t('header.light') },
        { value: 'dark', label: t('header.dark') },
        { value: 'auto', label: t('header.auto') },
      ]}
    />
  );
}
