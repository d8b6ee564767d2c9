import { ActionIcon, Button, Group, Popover, Text, UnstyledButton } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { IconBell } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuickChange } from '@/api/change';
import { api, body } from '@/api/client';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useGo } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { Instant } from '@/ui/Day';
import classes from './Notifications.module.css';
import { sentenceOf, subjectOf } from './notification-words';
import { useSession } from './session';

type Notification = Schema<'Notification'>;

const SHOWN = 30;
const POLL_MS = 120_000;
const BADGE_MAX = 99;

/** The bell: what happened elsewhere that concerns the signed-in user. */
export function Notifications() {
  const { t } = useT('shell');
  const [isOpen, setOpen] = useState(false);
  const locale = useLocale();
  const { data } = useRead(
    '/api/v1/notifications',
    { query: { limit: SHOWN } },
    { refetchInterval: POLL_MS },
  );
  const unread = data?.unread ?? 0;
  // Also where the focus went with a button that is gone.
  useWindowEvent('keydown', (event) => {
    if (event.key === 'Escape') setOpen(false);
  });
  const label = unread
    ? t('bell.unread', { count: unread, formatted: formatCount(unread, locale) })
    : t('header.notifications');
  return (
    <Popover
      position="bottom-end"
      width="min(400px, calc(100vw - 24px))"
      opened={isOpen}
      onChange={setOpen}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionIcon
          aria-label={label}
          className={classes.bell}
          onClick={() => setOpen((open) => !open)}
        >
          <IconBell size={18} />
          {unread > 0 && (
            <span className={classes.count} aria-hidden>
              {unread > BADGE_MAX ? `${BADGE_MAX}+` : unread}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <List items={data?.items ?? []} unread={unread} onClose={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function useMarking() {
  return useQuickChange({
    run: (which: Schema<'NotificationsRead'>) =>
      body(api.POST('/api/v1/notifications/read', { body: which })),
    touches: ['notification'],
  });
}

interface ListProps {
  items: readonly Notification[];
  unread: number;
  onClose: () => void;
}

function List({ items, unread, onClose }: ListProps) {
  const { t } = useT('shell');
  const locale = useLocale();
  const go = useGo();
  const { user } = useSession();
  const mark = useMarking();
  const open = (one: Notification) => {
    if (!one.read_at) void mark({ ids: [one.id] });
    const { to, search } = subjectOf(one, user.id);
    onClose();
    go(to, search);
  };
  const newest = items[0]?.created_at;
  return (
    <>
      <Group justify="space-between" className={classes.head}>
        <Text fw={600}>{t('header.notifications')}</Text>
        {unread > 0 && newest && (
          <Button size="compact-xs" variant="subtle" onClick={() => void mark({ until: newest })}>
            {t('bell.readAll')}
          </Button>
        )}
      </Group>
      {items.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {t('header.noNotifications')}
        </Text>
      )}
      <ul className={classes.list}>
        {items.map((one) => (
          <li key={one.id}>
            <UnstyledButton
              className={classes.item}
              data-unread={!one.read_at || undefined}
              onClick={() => open(one)}
            >
              <span className={classes.dot} aria-hidden />
              <span>
                {!one.read_at && <span className="visually-hidden">{t('bell.new')} </span>}
                {sentenceOf(one, t, locale)}
                <Text size="xs" c="dimmed" component="span" display="block">
                  <Instant value={one.created_at} />
                </Text>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </>
  );
}
