import { Button, Group, Text } from '@mantine/core';
import { type NotificationData, notifications, notificationsStore } from '@mantine/notifications';
import { useSyncExternalStore } from 'react';
import { say } from '@/i18n';
import { messageOf } from './problem-text';

const DONE_MS = 5_000;
/** Long enough to read, to think, and to reach the button. */
const UNDO_MS = 20_000;
const UNDO = 'data-undo';

export const useToasts = () =>
  useSyncExternalStore(
    notificationsStore.subscribe,
    () => notificationsStore.getState().notifications.length > 0,
  );

let shown = 0;

/** The newest stands on top; none goes away while the focus is in it. */
function show(toast: NotificationData): string {
  shown += 1;
  const { autoClose = false } = toast;
  const id = `toast-${shown}`;
  return notifications.show({
    id,
    priority: shown,
    withBorder: true,
    closeButtonProps: { 'aria-label': say('ui:close') },
    onFocus: () => notifications.update({ ...toast, id, autoClose: false }),
    onBlur: () => notifications.update({ ...toast, id, autoClose }),
    ...toast,
  });
}

/** Says that something is done, and offers to take it back; `undo` may answer what to say then. */
export function showDone(message: string, undo?: () => Promise<unknown>) {
  if (!undo) {
    show({ message, color: 'teal', autoClose: DONE_MS });
    return;
  }
  const takeBack = async () => {
    notifications.hide(id);
    try {
      const outcome = await undo();
      if (typeof outcome === 'string') showDone(outcome);
      else showTakenBack(message);
    } catch (error) {
      showProblem(error);
    }
  };
  const id = show({
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm" p={3}>
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="default"
          flex="none"
          aria-label={`${say('ui:undo')}: ${message}`}
          onClick={() => void takeBack()}
          {...{ [UNDO]: true }}
        >
          {say('ui:undo')}
        </Button>
      </Group>
    ),
    color: 'teal',
    autoClose: UNDO_MS,
  });
}

function showTakenBack(what: string) {
  const message = (
    <>
      <Text size="sm">{say('ui:undone')}</Text>
      <Text size="sm" c="dimmed" td="line-through">
        {what}
      </Text>
    </>
  );
  show({ message, color: 'teal', autoClose: DONE_MS });
}

/** Puts the focus on the newest toast's undo; from there on the next older one's. */
export function focusUndo() {
  const buttons = [...document.querySelectorAll<HTMLElement>(`[${UNDO}]`)];
  const now = buttons.indexOf(document.activeElement as HTMLElement);
  buttons[(now + 1) % buttons.length]?.focus();
}

interface Running {
  message: string;
  cancel: string;
  onCancel: () => void;
  /** Nothing is said of what is over by then. */
  after: number;
}

/** Says that something is under way, and offers to call it off. */
export function showRunning({ message, cancel, onCancel, after }: Running) {
  let id: string | undefined;
  let latest = message;
  const toast = () => ({
    loading: true,
    autoClose: false as const,
    withCloseButton: false,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm" className="numeric">
          {latest}
        </Text>
        <Button size="compact-sm" variant="default" flex="none" onClick={onCancel}>
          {cancel}
        </Button>
      </Group>
    ),
  });
  const timer = window.setTimeout(() => {
    id = show(toast());
  }, after);
  return {
    say: (words: string) => {
      latest = words;
      if (id) notifications.update({ ...toast(), id });
    },
    end: () => {
      window.clearTimeout(timer);
      if (id) notifications.hide(id);
    },
  };
}

/** Says what went wrong where there is no better place for it, and offers to try again. */
export function showProblem(error: unknown, retry?: () => void) {
  const { title, detail, original, requestId } = messageOf(error, say);
  const id = show({
    title,
    message: (
      <>
        <Text size="sm" c="var(--mantine-color-text)">
          {detail}
        </Text>
        {original && (
          <Text size="xs" c="dimmed" lang="en">
            {original}
          </Text>
        )}
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
    role: 'alert',
  });
}
