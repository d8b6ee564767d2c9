import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { say } from '@/i18n';
import { messageOf } from './problem-text';

const DONE_MS = 5_000;
const UNDO_MS = 10_000;

/** Says that something is done, and offers to take it back; `undo` may answer what to say then. */
export function showDone(message: string, undo?: () => Promise<unknown>) {
  const id = notifications.show({
    message: undo ? (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={async () => {
            notifications.hide(id);
            try {
              const outcome = await undo();
              showDone(typeof outcome === 'string' ? outcome : say('ui:undone'));
            } catch (error) {
              showProblem(error);
            }
          }}
        >
          {say('ui:undo')}
        </Button>
      </Group>
    ) : (
      message
    ),
    color: 'teal',
    autoClose: undo ? UNDO_MS : DONE_MS,
    withBorder: true,
    closeButtonProps: { 'aria-label': say('ui:close') },
  });
}

/** Says what went wrong where there is no better place for it, and offers to try again. */
export function showProblem(error: unknown, retry?: () => void) {
  const { title, detail, requestId } = messageOf(error, say);
  const id = notifications.show({
    title,
    message: (
      <>
        <Text size="sm">{detail}</Text>
        {requestId && (
          <Text size="xs" c="dimmed" className="numeric">
            {say('ui:problem.requestId', { id: requestId })}
          </Text>
        )}
        {retry && (
          <Button
            size="compact-sm"
            mt="xs"
            variant="default"
            onClick={() => {
              notifications.hide(id);
              retry();
            }}
          >
            {say('ui:retry')}
          </Button>
        )}
      </>
    ),
    color: 'red',
    autoClose: false,
    withBorder: true,
    closeButtonProps: { 'aria-label': say('ui:close') },
    role: 'alert',
  });
}
