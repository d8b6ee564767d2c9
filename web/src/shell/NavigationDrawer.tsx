import { Drawer } from '@mantine/core';
import { useT } from '@/i18n';
import { Navigation } from './Navigation';

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** The navigation where there is no room for it beside the page. */
export function NavigationDrawer({ opened, onClose }: Props) {
  const { t } = useT('shell');
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={260}
      padding="xs"
      title={t('product')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <nav aria-label={t('nav.label')}>
        <Navigation />
      </nav>
    </Drawer>
  );
}
