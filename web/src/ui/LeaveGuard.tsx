import { Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import { useT } from '@/i18n';
import { ConfirmForm } from './ConfirmForm';

export interface LeaveGuard {
  /** To be shown beside the form, not within it. */
  dialog: ReactNode;
  isAsking: boolean;
  /** It is saved, or given up: going away is free from here on. */
  release: () => void;
  /** Closes a form that is no page of its own, after asking where something was typed. */
  close: (close: () => void) => void;
}

/**
 * Asks before what was typed is lost: by a link, by going back, by reading the page anew.
 * `isSaved` is asked at that moment: `useChange().isDone`.
 */
export function useLeaveGuard(isTyped: boolean, isSaved?: () => boolean): LeaveGuard {
  const { t } = useT();
  const isReleased = useRef(false);
  const [closing, setClosing] = useState<() => void>();
  const isAtRisk = () => isTyped && !isReleased.current && !isSaved?.();
  const leaving = useBlocker({
    shouldBlockFn: isAtRisk,
    enableBeforeUnload: isAtRisk,
    withResolver: true,
  });
  const isAsking = closing !== undefined || leaving.status === 'blocked';
  const stay = () => {
    setClosing(undefined);
    leaving.reset?.();
  };
  const leave = () => {
    isReleased.current = true;
    closing?.();
    leaving.proceed?.();
  };
  const dialog = (
    <Modal
      opened={isAsking}
      onClose={stay}
      title={t('leave.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <ConfirmForm confirm={t('leave.confirm')} danger onConfirm={leave} onCancel={stay}>
        {t('leave.detail')}
      </ConfirmForm>
    </Modal>
  );
  return {
    dialog,
    isAsking,
    release: () => {
      isReleased.current = true;
    },
    close: (close) => {
      // Once the key is over: the Escape that asks would answer the question too.
      if (isAtRisk()) window.setTimeout(() => setClosing(() => close));
      else close();
    },
  };
}
