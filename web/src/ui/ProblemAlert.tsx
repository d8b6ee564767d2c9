import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import { OfflineError, UnknownOutcomeError } from '@/api/problem';
import { useT } from '@/i18n';
import { messageOf } from './problem-text';

interface Props {
  error: unknown;
  /** Offered as "Try again". */
  retry?: (() => void) | undefined;
}

/** What went wrong, in words, with the request's number to quote. */
export function ProblemAlert({ error, retry }: Props) {
  const { t } = useT();
  if (error === undefined || error === null) return null;
  const { title, detail, original, requestId } = messageOf(error, t);
  const Icon = error instanceof OfflineError ? IconPlugConnectedX : IconAlertTriangle;
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      title={title}
      icon={<Icon size={18} aria-hidden />}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Text size="sm">{detail}</Text>
      {original && (
        <Text size="xs" c="dimmed" lang="en">
          {original}
        </Text>
      )}
      {(requestId || retry) && (
        <Group mt="xs" gap="sm">
          {retry && (
            <Button variant="default" onClick={retry}>
              {t(error instanceof UnknownOutcomeError ? 'problem.findOut' : 'retry')}
            </Button>
          )}
          {requestId && (
            <Text size="xs" title={t('problem.quote')}>
              {t('problem.requestId', { id: '' })}
              <Code>{requestId}</Code>
            </Text>
          )}
        </Group>
      )}
    </Alert>
  );
}
