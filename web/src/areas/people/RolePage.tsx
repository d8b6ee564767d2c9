import { Alert, Button, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body, ifMatch } from '@/api/client';
import { isConflict } from '@/api/problem';
import { read, useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useGo, useSearchWords } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { useLeaveGuard } from '@/ui/LeaveGuard';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { ProblemPage } from '@/ui/ProblemPage';
import { GrantMatrix } from './GrantMatrix';
import { countChanges, type Role, rebased } from './permissions';
import classes from './Roles.module.css';
import { useRoleUsers } from './RolesPage';

const NEW = 'new';

/** One role: its name and its matrix of permissions; the address `/roles/new` makes one. */
export function RolePage() {
  const { id } = useParams({ from: '/roles/$id' });
  const [words] = useSearchWords();
  const isNew = id === NEW;
  // A new role may begin as a copy of another.
  const wanted = isNew ? words.from : id;
  const { data, error, refetch } = useRead(
    '/api/v1/roles/{id}',
    { path: { id: wanted ?? '' } },
    { enabled: wanted !== undefined, keep: false },
  );
  if (error && !data) {
    return <ProblemPage error={error} retry={() => void refetch()} />;
  }
  if (wanted && !data) {
    return (
      <Page>
        <Skeleton height={480} />
      </Page>
    );
  }
  return (
    <Editor
      key={id}
      role={isNew ? undefined : data}
      pattern={data}
      refresh={() => void refetch()}
    />
  );
}

interface EditorProps {
  /** The one to change; a new one without. */
  role: Role | undefined;
  pattern: Role | undefined;
  /** Reads what somebody else made of it. */
  refresh: () => void;
}

function Editor({ role, pattern, refresh }: EditorProps) {
  const { t } = useT('people');
  const go = useGo();
  const locale = useLocale();
  const usualName = role?.name ?? (pattern ? t('roles.copyOf', { name: pattern.name }) : '');
  const [name, setName] = useState(usualName);
  const [grants, setGrants] = useState(pattern?.grants ?? []);
  const [base, setBase] = useState(role);
  const [isOvertaken, setOvertaken] = useState(false);
  const typed = countChanges((role ?? pattern)?.grants ?? [], grants) > 0 || name !== usualName;
  const guard = useLeaveGuard(typed);
  const save = useSaving(role, refresh, guard.release);
  if (role && base && role.version !== base.version) {
    // Somebody else saved it, or oneself did: what is not saved yet stays, on top of it.
    const own = rebased(base.grants, grants, role.grants);
    setBase(role);
    setGrants(own);
    setName(name === base.name ? role.name : name);
    setOvertaken(countChanges(role.grants, own) > 0);
  }
  const before = role?.grants ?? [];
  const changes = countChanges(before, grants) + (name !== (role?.name ?? '') ? 1 : 0);
  const discard = () => {
    setName(usualName);
    setGrants(pattern?.grants ?? []);
    setOvertaken(false);
    save.reset();
  };
  return (
    <Page>
      <PageHeader
        title={role?.name ?? t('roles.new')}
        actions={
          role && (
            <Button
              variant="default"
              component={Link}
              to={'/roles/new' as '/'}
              search={{ from: role.id } as never}
            >
              {t('roles.copy')}
            </Button>
          )
        }
      />
      <TextInput
        label={t('roles.name')}
        maw={360}
        data-autofocus
        value={name}
        error={save.fieldErrors.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {role && <UsedBy roleId={role.id} />}
      <Stack component="section" gap="sm">
        <Title order={2} size="h3">
          {t('roles.grants')}
        </Title>
        <GrantMatrix grants={grants} before={before} onChange={setGrants} />
      </Stack>
      {isOvertaken && (
        <Alert color="orange" variant="light" role="alert" c="var(--mantine-color-text)">
          {t('roles.reload')}
        </Alert>
      )}
      {save.problem && !isConflict(save.problem) && (
        <ProblemAlert error={save.problem} retry={() => void save.retry()} />
      )}
      <Group className={classes.bar} gap="sm">
        <Button
          loading={save.pending}
          disabled={changes === 0}
          onClick={() => void save.send({ name: name.trim(), grants })}
        >
          {t('ui:save')}
        </Button>
        <Button variant="default" onClick={role ? discard : () => go('/roles')}>
          {role ? t('roles.discard') : t('ui:cancel')}
        </Button>
        {changes > 0 && (
          <Text size="sm" c="dimmed" aria-live="polite">
            {t('roles.changes', { count: changes, formatted: formatCount(changes, locale) })}
            {' · '}
            {t('roles.unsaved')}
          </Text>
        )}
      </Group>
      {guard.dialog}
    </Page>
  );
}

function UsedBy({ roleId }: { roleId: string }) {
  const { t } = useT('people');
  const users = useRoleUsers()(roleId);
  return (
    <Text size="sm">
      <Text span size="sm" c="dimmed">
        {t('roles.usedBy')}:{' '}
      </Text>
      {users.length === 0
        ? t('roles.nobody')
        : users.map((user, index) => (
            <span key={user.id}>
              {index > 0 && ', '}
              <Link to={`/users/${user.id}` as '/'} className="plain">
                {user.name}
              </Link>
            </span>
          ))}
    </Text>
  );
}

function useSaving(role: Role | undefined, refresh: () => void, onMade: () => void) {
  const { t } = useT('people');
  const go = useGo();
  const queries = useQueryClient();
  return useChange({
    run: (input: Schema<'NewRole'>, attempt) =>
      role
        ? body(
            api.PATCH('/api/v1/roles/{id}', {
              params: { path: { id: role.id }, header: { 'If-Match': ifMatch(role.version) } },
              body: input,
            }),
          ).catch((error: unknown) => {
            if (isConflict(error)) refresh();
            throw error;
          })
        : body(
            api.POST('/api/v1/roles', {
              params: { header: { 'Idempotency-Key': attempt.key } },
              body: input,
            }),
          ),
    touches: ['role', 'user'],
    done: (after) => t('roles.saved', { name: after.name }),
    fields: ['name'],
    onDone: (after) => {
      const path = { path: { id: after.id } };
      queries.setQueryData(read('/api/v1/roles/{id}', path).queryKey, after);
      if (role) return;
      onMade();
      go(`/roles/${after.id}`);
    },
  });
}
