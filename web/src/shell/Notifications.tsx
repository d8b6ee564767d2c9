import { ActionIcon, Popover, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useT } from '@/i18n';

/** The bell: what happened elsewhere that concerns the signed-in user. */
export function Notifications() {
  const { t } = useT('shell');
  return (
    <Popover position="bottom-end" withinPortal>
      <Popover.Target>
        <ActionIcon aria-label={t('header.notifications')}>
          <IconBell size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm">{t('header.noNotifications')}</Text>
      </Popover.Dropdown>
    </Popover>
  );
}
