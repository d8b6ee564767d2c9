import { Button, Fieldset, Group, PasswordInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useSession } from './session';

/** One's own password: the one so far, and the new one. */
export function OwnPassword() {
  const { t } = useT('shell');
  const { user } = useSession();
  const [current, setCurrent] = useState('');
  const [fresh, setFresh] = useState('');
  const save = useChange({
    run: (input: Schema<'OwnPassword'>) =>
      body(api.PUT('/api/v1/session/password', { body: input })),
    touches: [],
    done: t('settings.passwordChanged'),
    onDone: () => {
      setCurrent('');
      setFresh('');
    },
    fields: ['current', 'new'],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.send({ current, new: fresh });
  };
  const toggle = { 'aria-label': t('settings.showPassword'), tabIndex: 0 };
  return (
    <form onSubmit={submit} noValidate>
      <Fieldset legend={t('settings.password')}>
        <Stack gap="md">
          <input type="hidden" autoComplete="username" value={user.email} readOnly />
          <PasswordInput
            label={t('settings.currentPassword')}
            autoComplete="current-password"
            visibilityToggleButtonProps={toggle}
            value={current}
            error={save.fieldErrors.current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('settings.newPassword')}
            description={t('settings.newPasswordHint')}
            autoComplete="new-password"
            visibilityToggleButtonProps={toggle}
            value={fresh}
            error={save.fieldErrors.new}
            onChange={(event) => setFresh(event.currentTarget.value)}
          />
          {save.problem && <ProblemAlert error={save.problem} retry={() => void save.retry()} />}
          <Group>
            <Button type="submit" loading={save.pending} disabled={!current || !fresh}>
              {t('settings.changePassword')}
            </Button>
          </Group>
        </Stack>
      </Fieldset>
    </form>
  );
}
