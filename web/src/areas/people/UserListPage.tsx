import { Badge, Button, Group } from '@mantine/core';
import { IconLock, IconUserPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { type Row, usePrefetch } from '@/api/read';
import { useT } from '@/i18n';
import { useGo, useSearchWords } from '@/lib/go';
import { useShortcuts } from '@/shell/shortcuts';
import { Instant } from '@/ui/Day';
import { EmptyState } from '@/ui/EmptyState';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage } from '@/ui/list/ListPage';
import { NewUserForm } from './NewUserForm';

type UserRow = Row<'/api/v1/users'>;

export function UserListPage() {
  const { t } = useT('people');
  const go = useGo();
  const prefetch = usePrefetch();
  const [words, change] = useSearchWords();
  const columns = useColumns();
  const filters = useMemo<readonly Filter[]>(
    () => [{ kind: 'boolean', param: 'active', label: t('users.active'), pinned: true }],
    [t],
  );
  const add = () => change({ new: '1' }, { replace: false });
  useShortcuts([{ keys: 'n', label: t('users.new'), group: 'here', run: add }]);
  return (
    <>
      <ListPage
        list="users"
        path="/api/v1/users"
        title={t('users.title')}
        columns={columns}
        filters={filters}
        usualSort="name"
        rowName={(row) => row.name}
        onOpen={(row) => go(`/users/${row.id}`)}
        onPoint={(row) => prefetch('/api/v1/users/{id}', { path: { id: row.id } }).onFocus()}
        actions={
          <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={add}>
            {t('users.new')}
          </Button>
        }
        empty={<EmptyState title={t('users.empty')} />}
      />
      {words.new && <NewUserForm onClose={() => change({ new: undefined })} />}
    </>
  );
}

/** Whether somebody may sign in, and whether they are locked out. */
export function UserState({ user }: { user: Pick<UserRow, 'active' | 'locked_until'> }) {
  const { t } = useT('people');
  const style = { size: 'sm', radius: 'sm', tt: 'none', fw: 500, variant: 'light' } as const;
  return (
    <Group gap={4} wrap="nowrap">
      <Badge {...style} color={user.active ? 'teal' : 'gray'} c="var(--mantine-color-text)">
        {t(user.active ? 'users.active' : 'users.inactive')}
      </Badge>
      {isLocked(user) && (
        <Badge
          {...style}
          color="orange"
          c="var(--mantine-color-text)"
          leftSection={<IconLock size={12} aria-hidden />}
        >
          {t('users.lockedShort')}
        </Badge>
      )}
    </Group>
  );
}

export const isLocked = (user: Pick<UserRow, 'locked_until'>) =>
  Boolean(user.locked_until && new Date(user.locked_until) > new Date());

function useColumns(): readonly Column<UserRow>[] {
  const { t } = useT('people');
  return useMemo(() => {
    return [
      {
        id: 'name',
        header: t('users.name'),
        sort: 'name',
        width: 200,
        cell: (row) => row.name,
      },
      {
        id: 'email',
        header: t('users.email'),
        sort: 'email',
        width: 300,
        cell: (row) => row.email,
      },
      {
        id: 'roles',
        csv: 'role_names',
        header: t('users.roles'),
        width: 200,
        cell: (row) => row.role_names.join(', '),
      },
      {
        id: 'active',
        header: t('users.state'),
        width: 200,
        cell: (row) => <UserState user={row} />,
      },
      { id: 'time_zone', header: t('users.zone'), width: 170, cell: (row) => row.time_zone },
      {
        id: 'created_at',
        header: t('users.since'),
        width: 170,
        hidden: true,
        cell: (row) => <Instant value={row.created_at} />,
      },
    ] satisfies Column<UserRow>[];
  }, [t]);
}
