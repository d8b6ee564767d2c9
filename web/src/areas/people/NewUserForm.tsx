import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { useSession } from '@/shell/session';
import { FormDialog } from '@/ui/FormDialog';
import { LanguageSelect, PasswordForOther, RoleSelect, ZoneSelect } from './UserFields';

/** Adds somebody who signs in. */
export function NewUserForm({ onClose }: { onClose: () => void }) {
  const { t } = useT('people');
  const go = useGo();
  const { user } = useSession();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [language, setLanguage] = useState(user.language);
  const [zone, setZone] = useState(user.time_zone);
  const [roles, setRoles] = useState<string[]>([]);
  const [password, setPassword] = useState('');
  const save = useChange({
    run: (input: Schema<'NewUser'>, { key }) =>
      body(
        api.POST('/api/v1/users', {
          params: { header: { 'Idempotency-Key': key } },
          body: input,
        }),
      ),
    touches: ['user'],
    done: (after) => t('users.added', { name: after.name }),
    onDone: (after) => go(`/users/${after.id}`),
    fields: ['name', 'email', 'language', 'time_zone', 'password', 'roles'],
  });
  return (
    <FormDialog
      title={t('users.new')}
      submit={t('users.new')}
      change={save}
      onClose={onClose}
      onSubmit={() =>
        void save.send({
          name: name.trim(),
          email: email.trim(),
          language,
          time_zone: zone,
          roles,
          ...(password ? { password } : {}),
        })
      }
    >
      <TextInput
        label={t('users.name')}
        data-autofocus
        value={name}
        error={save.fieldErrors.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('users.email')}
        type="email"
        value={email}
        error={save.fieldErrors.email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <RoleSelect
        label={t('users.roles')}
        value={roles}
        onChange={setRoles}
        error={save.fieldErrors.roles}
      />
      <PasswordForOther
        label={t('users.password')}
        description={t('users.passwordHint')}
        value={password}
        onChange={setPassword}
        error={save.fieldErrors.password}
      />
      <LanguageSelect
        label={t('users.language')}
        value={language}
        error={save.fieldErrors.language}
        onChange={(value) => value && setLanguage(value)}
      />
      <ZoneSelect
        label={t('users.zone')}
        value={zone}
        error={save.fieldErrors.time_zone}
        onChange={(value) => value && setZone(value)}
      />
    </FormDialog>
  );
}
