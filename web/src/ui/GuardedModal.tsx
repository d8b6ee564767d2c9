import { Modal, type ModalProps } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useT } from '@/i18n';
import { useLeaveGuard } from './LeaveGuard';

interface Props extends Omit<ModalProps, 'opened' | 'children'> {
  /** Something was chosen in it that no field tells of. */
  isTyped?: boolean;
  /** It is saved: `useChange().isDone`. */
  isSaved?: (() => boolean) | undefined;
  /** What is in it, and what its own button for leaving does. */
  children: (close: () => void) => ReactNode;
}

/**
 * A dialog to type in, shown as long as it is mounted. However it is left, by Escape, a click beside it,
 * its buttons or going back, it asks before anything typed is lost.
 */
export function GuardedModal({ isTyped = false, isSaved, onClose, children, ...modal }: Props) {
  const { t } = useT();
  const [hasTyped, setTyped] = useState(false);
  const guard = useLeaveGuard(isTyped || hasTyped, isSaved);
  const close = () => guard.close(onClose);
  useFocusBack();
  return (
    <Modal
      {...modal}
      opened
      onClose={close}
      closeOnEscape={!guard.isAsking}
      closeButtonProps={{ 'aria-label': t('close') }}
      onChange={() => setTyped(true)}
    >
      {children(close)}
      {guard.dialog}
    </Modal>
  );
}

/** Who had the keys gets them back: Mantine sees to that only where a dialog stays mounted. */
function useFocusBack() {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      window.setTimeout(() => {
        const isLost = document.activeElement === document.body;
        if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
