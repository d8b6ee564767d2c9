import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconKeyboard, IconLogout, IconSettings, IconSparkles } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useT } from '@/i18n';
import type { Theme } from '@/lib/preferences';
import { signOut, useSession } from './session';
import { THEMES, useTheme } from './theme-choice';

export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { t } = useT('shell');
  const { user } = useSession();
  return (
    <Menu width={250}>
      <Menu.Target>
        <UnstyledButton title={user.name}>
          <Avatar size={30} color="harbour" variant="filled">
            {initials(user.name)}
          </Avatar>
          <span className="visually-hidden">{t('header.userMenu')}</span>
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
        <ThemeItems />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('header.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase();

function ThemeItems() {
  const { t } = useT('shell');
  const { theme, set } = useTheme();
  return (
    <Menu.RadioGroup value={theme} onChange={(value) => set(value as Theme)}>
      {THEMES.map((own) => (
        <Menu.RadioItem key={own} value={own} closeMenuOnClick={false}>
          {t(`header.${own}`)}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}
