import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useT } from '@/i18n';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { type Session, signIn } from './session';

interface Props {
  /** Known when a session is renewed; then only the password is asked for. */
  email?: string;
  onSignedIn: (session: Session) => void;
}

export function SignInForm({ email: known, onSignedIn }: Props) {
  const { t } = useT('shell');
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<unknown>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    setProblem(undefined);
    try {
      onSignedIn(await signIn({ email, password }));
    } catch (error) {
      setProblem(error);
    } finally {
      setPending(false);
    }
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus={!known}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('settings.showPassword'), tabIndex: 0 }}
          autoFocus={Boolean(known)}
          data-autofocus={known ? true : undefined}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {problem !== undefined && <ProblemAlert error={problem} />}
        <Button type="submit" size="sm" loading={pending}>
          {t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  );
}
