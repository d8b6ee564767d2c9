import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type ChangeOptions, useChange } from '@/api/change';
import { api, body, ifMatch } from '@/api/client';
import { read, useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { Instant } from '@/ui/Day';
import { DescriptionList } from '@/ui/DescriptionList';
import { EditInPlace } from '@/ui/EditInPlace';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { LANGUAGE_OPTIONS, languageName, RoleSelect } from './UserFields';

export type User = Schema<'User'>;
type UserChange = Schema<'UserChange'>;

const patch = (user: User, change: UserChange) =>
  body(
    api.PATCH('/api/v1/users/{id}', {
      params: { path: { id: user.id }, header: { 'If-Match': ifMatch(user.version) } },
      body: change,
    }),
  );

export function useUserChange(user: User, onDone?: () => void) {
  const { t } = useT('people');
  const queries = useQueryClient();
  const options: ChangeOptions<UserChange, User> = {
    run: (change) => patch(user, change),
    touches: ['user', 'role'],
    done: (after) => t('users.saved', { name: after.name }),
    onDone: (after) => {
      const path = { path: { id: user.id } };
      queries.setQueryData(read('/api/v1/users/{id}', path).queryKey, after);
      onDone?.();
    },
    fields: ['roles'],
  };
  return useChange(options);
}

/** The facts of a user, each edited where it stands. */
export function UserFacts({ user }: { user: User }) {
  const { t } = useT('people');
  const queries = useQueryClient();
  // What goes wrong is said at the field that is open, so it is thrown.
  const save = async (change: UserChange) => {
    const after = await patch(user, change);
    const path = { path: { id: user.id } };
    queries.setQueryData(read('/api/v1/users/{id}', path).queryKey, after);
    void queries.invalidateQueries({ queryKey: ['users'] });
  };
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <Stack gap="md">
      <DescriptionList
        facts={[
          {
            term: t('users.name'),
            value: (
              <EditInPlace
                label={t('users.name')}
                value={user.name}
                onSave={(name) => save({ name })}
              />
            ),
          },
          { term: t('users.email'), value: user.email },
          {
            term: t('users.language'),
            value: (
              <EditInPlace
                label={t('users.language')}
                input="select"
                options={LANGUAGE_OPTIONS()}
                value={user.language}
                onSave={(language) => save({ language })}
              >
                {languageName(user.language)}
              </EditInPlace>
            ),
          },
          {
            term: t('users.zone'),
            value: (
              <EditInPlace
                label={t('users.zone')}
                input="select"
                options={zones.map((zone) => ({ value: zone, label: zone }))}
                value={user.time_zone}
                onSave={(time_zone) => save({ time_zone })}
              />
            ),
          },
          { term: t('users.teams'), value: <Teams user={user} /> },
          { term: t('users.since'), value: <Instant value={user.created_at} /> },
        ]}
      />
      <Roles key={user.version} user={user} />
    </Stack>
  );
}

function Roles({ user }: { user: User }) {
  const { t } = useT('people');
  const [roles, setRoles] = useState(user.roles);
  const change = useUserChange(user);
  const isChanged = [...roles].sort().join() !== [...user.roles].sort().join();
  return (
    <Stack gap="xs" maw={460}>
      <RoleSelect
        label={t('users.roles')}
        value={roles}
        onChange={setRoles}
        error={change.fieldErrors.roles}
      />
      {roles.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('users.noRoles')}
        </Text>
      )}
      {change.problem && <ProblemAlert error={change.problem} />}
      {isChanged && (
        <Group gap="xs">
          <Button loading={change.pending} onClick={() => void change.send({ roles })}>
            {t('ui:save')}
          </Button>
          <Button variant="default" onClick={() => setRoles(user.roles)}>
            {t('roles.discard')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

export const useTeams = () => useRead('/api/v1/teams', {}, { staleTime: 60_000 }).data?.items ?? [];

function Teams({ user }: { user: User }) {
  const { t } = useT('people');
  const teams = useTeams();
  const words = teams.flatMap((team) => [
    ...(team.manager_id === user.id ? [t('users.managerOf', { team: team.name })] : []),
    ...(team.member_ids.includes(user.id) ? [t('users.memberOf', { team: team.name })] : []),
  ]);
  return (
    <Link to={'/teams' as '/'} className="plain">
      {words.length > 0 ? words.join(', ') : t('users.noTeams')}
    </Link>
  );
}
