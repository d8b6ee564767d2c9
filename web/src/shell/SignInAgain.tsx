import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { sessionGate } from '@/api/session-gate';
import { useT } from '@/i18n';
import { SignInForm } from './SignInForm';
import { sessionQuery, signOut } from './session';

/** Renews an ended session over the page, which stays as it is with all that was typed. */
export function SignInAgain({ email, isOpen }: { email: string; isOpen: boolean }) {
  const { t } = useT('shell');
  const queries = useQueryClient();
  return (
    <Modal
      opened={isOpen}
      onClose={() => sessionGate.giveUp()}
      title={t('signIn.again')}
      centered
      zIndex={1000}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('signIn.againDetail')}</Text>
        <SignInForm
          email={email}
          onSignedIn={(session) => {
            if (session.user.email !== email) return window.location.reload();
            queries.setQueryData(sessionQuery.queryKey, session);
            sessionGate.open();
          }}
        />
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={() => void signOut()}>
            {t('signIn.leave')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
