import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '@/i18n';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  size?: number | string;
}

/** A panel at the right for a look at something without leaving the page. */
export function SidePanel({ opened, onClose, title, children, size = 520 }: Props) {
  const { t } = useT();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={size}
      title={title}
      overlayProps={{ backgroundOpacity: 0.2 }}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {children}
    </Drawer>
  );
}
