import { Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';

interface Props {
  made: Schema<'NewlyMadeToken'>;
  onClose: () => void;
}

/** The token's text, which nobody tells again. It closes only by its button. */
export function TokenShown({ made, onClose }: Props) {
  const { t } = useT('people');
  const text = made.token;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('tokens.shownTitle')}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="md">
        <Text size="sm">{t(text ? 'tokens.shownOnce' : 'tokens.gone')}</Text>
        {text && (
          <>
            <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {text}
            </Code>
            <Text size="sm" c="dimmed">
              {t('tokens.usage')} <Code>Authorization: Bearer …</Code>
            </Text>
          </>
        )}
        <Group justify="flex-end" gap="xs">
          {text && (
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button
                  data-autofocus
                  onClick={copy}
                  leftSection={
                    copied ? (
                      <IconCheck size={16} aria-hidden />
                    ) : (
                      <IconCopy size={16} aria-hidden />
                    )
                  }
                >
                  {t(copied ? 'ui:copied' : 'ui:copy')}
                </Button>
              )}
            </CopyButton>
          )}
          <Button variant="default" onClick={onClose}>
            {t('tokens.doneWith')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
