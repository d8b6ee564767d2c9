import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '@/i18n';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  size?: number | string;
  /** Not where who opened it takes the focus back itself. */
  returnFocus?: boolean;
}

/** A panel at the right for a look at something without leaving the page. */
export function SidePanel({ size = 520, returnFocus = true, ...props }: Props) {
  const { t } = useT();
  return (
    <Drawer
      {...props}
      position="right"
      size={size}
      returnFocus={returnFocus}
      overlayProps={{ backgroundOpacity: 0.2 }}
      closeButtonProps={{ 'aria-label': t('close') }}
    />
  );
}
