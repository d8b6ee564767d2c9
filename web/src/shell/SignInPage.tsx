import { Center, Paper, Stack, Text, Title } from '@mantine/core';
import { useT } from '@/i18n';
import { useTitle } from '@/ui/Page';
import { SignInForm } from './SignInForm';
import type { Session } from './session';

export function SignInPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const { t } = useT('shell');
  useTitle(t('signIn.title'));
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" w="100%" maw={380}>
        <Stack gap="lg">
          <div>
            <Title order={1}>{t('product')}</Title>
            <Text size="sm" c="dimmed">
              {t('tagline')}
            </Text>
          </div>
          <SignInForm onSignedIn={onSignedIn} />
        </Stack>
      </Paper>
    </Center>
  );
}
