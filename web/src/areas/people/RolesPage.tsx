import { Button, Skeleton, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useGo } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { useShortcuts } from '@/shell/shortcuts';
import { EmptyState } from '@/ui/EmptyState';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { grouped, type Permission, type Role, scopeOf, usePermissionWords } from './permissions';
import classes from './Roles.module.css';

const USERS_MAX = 500;

/** Which users have which role. */
export function useRoleUsers() {
  const { data } = useRead('/api/v1/users', { query: { limit: USERS_MAX } }, { staleTime: 60_000 });
  return (roleId: string) => data?.items.filter((user) => user.roles.includes(roleId)) ?? [];
}

/** All roles side by side: what each grants, and how far it reaches. */
export function RolesPage() {
  const { t } = useT('people');
  const go = useGo();
  const roles = useRead('/api/v1/roles');
  const permissions = useRead('/api/v1/permissions', {}, { staleTime: 600_000 });
  useShortcuts([{ keys: 'n', label: t('roles.new'), group: 'here', run: () => go('/roles/new') }]);
  const error = roles.error ?? permissions.error;
  const button = (
    <Button component={Link} to={'/roles/new' as '/'}>
      {t('roles.new')}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t('roles.title')} subtitle={t('roles.hint')} actions={button} />
      {error && <ProblemAlert error={error} retry={() => void roles.refetch()} />}
      {roles.data && permissions.data ? (
        roles.data.items.length === 0 ? (
          <EmptyState title={t('roles.empty')}>{button}</EmptyState>
        ) : (
          <Comparison
            roles={roles.data.items}
            permissions={permissions.data.items.map((known) => known.permission)}
          />
        )
      ) : (
        !error && <Skeleton height={420} />
      )}
    </Page>
  );
}

interface ComparisonProps {
  roles: readonly Role[];
  permissions: readonly Permission[];
}

function Comparison({ roles, permissions }: ComparisonProps) {
  const { t } = useT('people');
  const locale = useLocale();
  const wordsOf = usePermissionWords();
  const usersOf = useRoleUsers();
  return (
    <Table.ScrollContainer minWidth={260 + 130 * roles.length}>
      <Table verticalSpacing={5} highlightOnHover className={classes.comparison}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('access.permission')}</Table.Th>
            {roles.map((role) => {
              const count = usersOf(role.id).length;
              return (
                <Table.Th key={role.id} w={130}>
                  <Link to={`/roles/${role.id}` as '/'} className="plain">
                    {role.name}
                  </Link>
                  <Text size="xs" c="dimmed" fw={400}>
                    {t('roles.usedByCount', { count, formatted: formatCount(count, locale) })}
                  </Text>
                </Table.Th>
              );
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {grouped(permissions).map(({ group, permissions }) => (
            <Fragment key={group}>
              <Table.Tr>
                <Table.Th colSpan={roles.length + 1} scope="colgroup" className={classes.group}>
                  {t(`groups.${group}`)}
                </Table.Th>
              </Table.Tr>
              {permissions.map((permission) => (
                <Table.Tr key={permission}>
                  <Table.Th scope="row" fw={400}>
                    {wordsOf(permission).name}
                    <Text size="xs" c="dimmed">
                      {wordsOf(permission).hint}
                    </Text>
                  </Table.Th>
                  {roles.map((role) => (
                    <Table.Td key={role.id}>
                      <ScopeWord scope={scopeOf(role, permission)} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function ScopeWord({ scope }: { scope: ReturnType<typeof scopeOf> }) {
  const { t } = useT('people');
  if (!scope) {
    return (
      <Text span c="dimmed" aria-label={t('roles.not')} role="img">
        –
      </Text>
    );
  }
  return (
    <span className={classes.scope} data-scope={scope}>
      {t(`scope.${scope}`)}
    </span>
  );
}
