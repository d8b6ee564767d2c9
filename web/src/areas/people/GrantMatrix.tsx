import { Radio, Skeleton, Table, Text } from '@mantine/core';
import { Fragment } from 'react';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import {
  grouped,
  type Permission,
  type Role,
  type Scope,
  scopeOf,
  usePermissionWords,
  withScope,
} from './permissions';
import classes from './Roles.module.css';

interface Props {
  grants: Role['grants'];
  before: Role['grants'];
  onChange: (grants: Role['grants']) => void;
}

const COLUMNS: readonly (Scope | undefined)[] = [undefined, 'own', 'team', 'all'];

/** Permissions × reach: a row of radio buttons for each, so the arrow keys choose. */
export function GrantMatrix({ grants, before, onChange }: Props) {
  const { t } = useT('people');
  const wordsOf = usePermissionWords();
  const { data } = useRead('/api/v1/permissions', {}, { staleTime: 600_000 });
  if (!data) return <Skeleton height={420} />;
  const reaches = (permission: Permission, scope: Scope | undefined) =>
    !scope || data.items.some((p) => p.permission === permission && p.scopes.includes(scope));
  const nameOf = (scope: Scope | undefined) => (scope ? t(`scope.${scope}`) : t('roles.not'));
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table verticalSpacing={5} highlightOnHover maw={860}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('access.permission')}</Table.Th>
            {COLUMNS.map((scope) => (
              <Table.Th
                key={scope ?? ''}
                w={96}
                ta="center"
                title={scope && t(`scopeLong.${scope}`)}
              >
                {nameOf(scope)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {grouped(data.items.map((known) => known.permission)).map(({ group, permissions }) => (
            <Fragment key={group}>
              <Table.Tr>
                <Table.Th colSpan={5} scope="colgroup" className={classes.group}>
                  {t(`groups.${group}`)}
                </Table.Th>
              </Table.Tr>
              {permissions.map((permission) => {
                const chosen = scopeOf({ grants }, permission);
                const isChanged = chosen !== scopeOf({ grants: before }, permission);
                return (
                  <Table.Tr key={permission}>
                    <Table.Th scope="row" fw={isChanged ? 600 : 400}>
                      {wordsOf(permission).name}
                      <Text size="xs" c="dimmed">
                        {wordsOf(permission).hint}
                      </Text>
                    </Table.Th>
                    {COLUMNS.map((scope) => (
                      <Table.Td key={scope ?? ''} className={classes.choice}>
                        <Radio
                          name={permission}
                          size="xs"
                          styles={{ body: { justifyContent: 'center' } }}
                          aria-label={`${wordsOf(permission).name}: ${nameOf(scope)}`}
                          checked={chosen === scope}
                          disabled={!reaches(permission, scope)}
                          onChange={() => onChange(withScope(grants, permission, scope))}
                        />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                );
              })}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
