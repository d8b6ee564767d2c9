import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLock } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { formatInstant } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useCan, useSession } from '@/shell/session';
import { useShortcuts } from '@/shell/shortcuts';
import { Below } from '@/ui/Below';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { FormDialog } from '@/ui/FormDialog';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemPage } from '@/ui/ProblemPage';
import { useUserNames } from '@/ui/UserPicker';
import { AccessTable } from './AccessTable';
import { type User, UserFacts, useTeams, useUserChange } from './UserFacts';
import { PasswordForOther } from './UserFields';
import { isLocked, UserState } from './UserListPage';
import classes from './UserPage.module.css';

/** A user: who they are, how they sign in, and what all their roles and teams let them do. */
export function UserPage() {
  const { id } = useParams({ from: '/users/$id' });
  const { t } = useT('people');
  const {
    data: user,
    error,
    refetch,
  } = useRead('/api/v1/users/{id}', { path: { id } }, { keep: false });
  // Beside the user, not after: what the parts below show comes at the same time.
  useTeams();
  useUserNames();
  if (error && !user) {
    return <ProblemPage error={error} retry={() => void refetch()} />;
  }
  return (
    <Page>
      <PageHeader
        title={user?.name ?? ' '}
        aside={user && <UserState user={user} />}
        subtitle={user?.email ?? ' '}
        actions={user && <Actions user={user} />}
      />
      {user && isLocked(user) && <LockedOut user={user} />}
      <Below isPlaced={user !== undefined}>
        <div className={classes.columns}>
          <Section title={t('users.who')}>{user && <UserFacts user={user} />}</Section>
          <Section title={t('users.rights')} hint={t('users.rightsHint')}>
            <AccessTable userId={id} user={user} />
          </Section>
        </div>
      </Below>
    </Page>
  );
}

function Section(props: { title: string; hint?: string; children: React.ReactNode }) {
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h3">
        {props.title}
      </Title>
      {props.hint && (
        <Text size="sm" c="dimmed">
          {props.hint}
        </Text>
      )}
      {props.children}
    </Stack>
  );
}

function LockedOut({ user }: { user: User }) {
  const { t } = useT('people');
  const locale = useLocale();
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconLock size={18} aria-hidden />}
      title={t('users.locked', { time: formatInstant(user.locked_until ?? '', locale) })}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      {t('users.lockedHint')}
    </Alert>
  );
}

function Actions({ user }: { user: User }) {
  const { t } = useT('people');
  const [isSetting, setting] = useDisclosure(false);
  const [isAsking, asking] = useDisclosure(false);
  const session = useSession();
  const can = useCan();
  const change = useUserChange(user, asking.close);
  const isMe = session.user.id === user.id;
  useShortcuts([{ keys: 'p', label: t('users.setPassword'), group: 'here', run: setting.open }]);
  return (
    <Group gap="xs">
      {can('audit.read') && (
        <Button
          variant="subtle"
          component={Link}
          to={'/audit' as '/'}
          search={{ subject_kind: 'user', subject_id: user.id } as never}
        >
          {t('audit.title')}
        </Button>
      )}
      <Button variant="default" onClick={setting.open}>
        {t('users.setPassword')}
      </Button>
      {!isMe && user.active && (
        <Button variant="default" onClick={asking.open}>
          {t('users.disableButton')}
        </Button>
      )}
      {!user.active && (
        <Button onClick={() => void change.send({ active: true })} loading={change.pending}>
          {t('users.enableButton')}
        </Button>
      )}
      {isSetting && <PasswordDialog user={user} onClose={setting.close} />}
      {isAsking && (
        <ConfirmDialog
          onClose={asking.close}
          title={t('users.disable', { name: user.name })}
          confirm={t('users.disableButton')}
          danger
          change={change}
          onConfirm={() => void change.send({ active: false })}
        >
          {t('users.disableDetail')}
        </ConfirmDialog>
      )}
    </Group>
  );
}

function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useT('people');
  const [password, setPassword] = useState('');
  const save = useChange({
    run: (password: string) =>
      body(
        api.PUT('/api/v1/users/{id}/password', {
          params: { path: { id: user.id } },
          body: { password },
        }),
      ),
    touches: ['user'],
    done: t('users.passwordSet'),
    onDone: onClose,
    fields: ['password'],
  });
  return (
    <FormDialog
      title={t('users.setPassword')}
      change={save}
      onClose={onClose}
      onSubmit={() => void save.send(password)}
    >
      <Text size="sm">{t('users.setPasswordHint', { name: user.name })}</Text>
      <PasswordForOther
        label={t('users.newPassword')}
        value={password}
        onChange={setPassword}
        error={save.fieldErrors.password}
        autoFocus
      />
    </FormDialog>
  );
}
