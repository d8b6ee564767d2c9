import { Skeleton, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useUserNames, useUsers } from '@/ui/UserPicker';
import { type Group, grantedBy, grouped, groupOf, usePermissionWords } from './permissions';

type Access = Schema<'Access'>;

interface Props {
  userId: string;
  /** Undefined while it is being read. */
  user: Schema<'User'> | undefined;
}

/** What a user may do by all roles and teams together: each permission, whose clients, and by which role. */
export function AccessTable({ userId, user }: Props) {
  const { t } = useT('people');
  const wordsOf = usePermissionWords();
  const access = useRead('/api/v1/users/{id}/access', { path: { id: userId } }, { keep: false });
  const roles = useRead('/api/v1/roles', {}, { staleTime: 60_000 });
  const { isReading } = useUsers();
  if (access.error && !access.data) {
    return <ProblemAlert error={access.error} retry={() => void access.refetch()} />;
  }
  // How wide its columns are, all of it tells.
  if (!access.data || roles.isPending || isReading) return <Skeleton height={320} />;
  const items = access.data.items;
  if (items.length === 0) return <Text size="sm">{t('access.none')}</Text>;
  const own = roles.data?.items.filter((role) => user?.roles.includes(role.id)) ?? [];
  return (
    <Table.ScrollContainer minWidth={520} type="native" tabIndex={0}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('access.permission')}</Table.Th>
            <Table.Th>{t('access.reach')}</Table.Th>
            <Table.Th>{t('access.from')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {grouped(items.map((item) => item.permission)).map(({ group, permissions }) => (
            <Fragment key={group}>
              <Table.Tr>
                <Table.Th colSpan={3} scope="colgroup" fz="xs" c="dimmed" fw={500}>
                  {t(`groups.${group}`)}
                </Table.Th>
              </Table.Tr>
              {permissions.map((permission) => (
                <Table.Tr key={permission}>
                  <Table.Td title={wordsOf(permission).hint}>{wordsOf(permission).name}</Table.Td>
                  <Table.Td>
                    <Reach
                      access={items.find((item) => item.permission === permission)}
                      group={groupOf(permission)}
                      userId={userId}
                    />
                  </Table.Td>
                  <Table.Td>
                    {grantedBy(own, permission).map(({ role, scope }) => (
                      <Text key={role.id} size="sm">
                        <Link to={`/roles/${role.id}` as '/'} className="plain">
                          {role.name}
                        </Link>{' '}
                        <Text span size="xs" c="dimmed">
                          {t(`scope.${scope}`)}
                        </Text>
                      </Text>
                    ))}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface ReachProps {
  access: Access | undefined;
  group: Group;
  userId: string;
}

function Reach({ access, group, userId }: ReachProps) {
  const { t } = useT('people');
  const users = useUserNames();
  if (!access) return null;
  const isOfClients = group === 'clients' || group === 'receivables';
  if (access.all) return <>{t(isOfClients ? 'access.all' : 'access.everywhere')}</>;
  if (access.owners.length === 0) return <>{t('access.nothing')}</>;
  if (access.owners.length === 1 && access.owners[0] === userId) return <>{t('access.own')}</>;
  const names = access.owners
    .map((id) => users.find((user) => user.id === id)?.name ?? '…')
    .sort((a, b) => a.localeCompare(b));
  return <>{t('access.of', { names: names.join(', ') })}</>;
}
