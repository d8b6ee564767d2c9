import { ActionIcon, Button, MultiSelect, Skeleton, Table, Text, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body, ifMatch } from '@/api/client';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { useShortcuts } from '@/shell/shortcuts';
import { EmptyState } from '@/ui/EmptyState';
import { FormDialog } from '@/ui/FormDialog';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { UserPicker, useUserNames, useUsers } from '@/ui/UserPicker';

type Team = Schema<'Team'>;

/** The teams: who manages whom. */
export function TeamsPage() {
  const { t } = useT('people');
  const [words, change] = useSearchWords();
  const [edited, setEdited] = useState<Team>();
  const { data, error, refetch } = useRead('/api/v1/teams');
  const isRead = !useUsers().isReading && data !== undefined;
  const add = () => change({ new: '1' }, { replace: false });
  useShortcuts([{ keys: 'n', label: t('teams.new'), group: 'here', run: add }]);
  const button = <Button onClick={add}>{t('teams.new')}</Button>;
  return (
    <Page>
      <PageHeader title={t('teams.title')} subtitle={t('teams.managerHint')} actions={button} />
      {error && !data && <ProblemAlert error={error} retry={() => void refetch()} />}
      {!isRead && !error && <Skeleton height={160} />}
      {isRead && data.items.length === 0 && (
        <EmptyState title={t('teams.empty')} hint={t('teams.emptyHint')}>
          {button}
        </EmptyState>
      )}
      {isRead && data.items.length > 0 && <Teams teams={data.items} onEdit={setEdited} />}
      {words.new && <TeamForm onClose={() => change({ new: undefined })} />}
      {edited && <TeamForm team={edited} onClose={() => setEdited(undefined)} />}
    </Page>
  );
}

function Teams({ teams, onEdit }: { teams: readonly Team[]; onEdit: (team: Team) => void }) {
  const { t } = useT('people');
  const users = useUserNames();
  const person = (id: string) => (
    <Link key={id} to={`/users/${id}` as '/'} className="plain">
      {users.find((user) => user.id === id)?.name ?? '…'}
    </Link>
  );
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table verticalSpacing={8} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="22%">{t('teams.name')}</Table.Th>
            <Table.Th w="22%">{t('teams.manager')}</Table.Th>
            <Table.Th>{t('teams.members')}</Table.Th>
            <Table.Th aria-label={t('ui:moreActions')} w={50} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {teams.map((team) => (
            <Table.Tr key={team.id}>
              <Table.Td fw={600}>{team.name}</Table.Td>
              <Table.Td>
                {team.manager_id ? person(team.manager_id) : <Dim>{t('teams.noManager')}</Dim>}
              </Table.Td>
              <Table.Td>
                {team.member_ids.length === 0 && <Dim>{t('teams.noMembers')}</Dim>}
                {team.member_ids.map((id, index) => (
                  <span key={id}>
                    {index > 0 && ', '}
                    {person(id)}
                  </span>
                ))}
              </Table.Td>
              <Table.Td>
                <ActionIcon
                  aria-label={t('teams.edit', { name: team.name })}
                  onClick={() => onEdit(team)}
                >
                  <IconPencil size={16} />
                </ActionIcon>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const Dim = ({ children }: { children: string }) => (
  <Text span size="sm" c="dimmed">
    {children}
  </Text>
);

function TeamForm({ team, onClose }: { team?: Team; onClose: () => void }) {
  const { t } = useT('people');
  const users = useUserNames();
  const [name, setName] = useState(team?.name ?? '');
  const [manager, setManager] = useState<string | null>(team?.manager_id ?? null);
  const [members, setMembers] = useState(team?.member_ids ?? []);
  const save = useChange({
    run: (input: Schema<'NewTeam'>, attempt) =>
      team
        ? body(
            api.PATCH('/api/v1/teams/{id}', {
              params: { path: { id: team.id }, header: { 'If-Match': ifMatch(team.version) } },
              body: input,
            }),
          )
        : body(
            api.POST('/api/v1/teams', {
              params: { header: { 'Idempotency-Key': attempt.key } },
              body: input,
            }),
          ),
    touches: ['team', 'user'],
    done: (after) => t('teams.saved', { name: after.name }),
    onDone: onClose,
    fields: ['name', 'manager_id', 'member_ids'],
  });
  return (
    <FormDialog
      title={team ? t('teams.edit', { name: team.name }) : t('teams.new')}
      change={save}
      onClose={onClose}
      onSubmit={() =>
        void save.send({ name: name.trim(), manager_id: manager, member_ids: members })
      }
    >
      <TextInput
        label={t('teams.name')}
        data-autofocus
        value={name}
        error={save.fieldErrors.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <UserPicker
        label={t('teams.manager')}
        description={t('teams.managerHint')}
        value={manager}
        error={save.fieldErrors.manager_id}
        onChange={setManager}
      />
      <MultiSelect
        label={t('teams.members')}
        searchable
        value={members}
        error={save.fieldErrors.member_ids}
        onChange={setMembers}
        data={users.map((user) => ({ value: user.id, label: user.name }))}
      />
    </FormDialog>
  );
}
