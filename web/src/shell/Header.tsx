import { ActionIcon, Kbd, Text, UnstyledButton } from '@mantine/core';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useT } from '@/i18n';
import { AsOfNotice } from './AsOfNotice';
import classes from './Header.module.css';
import { Notifications } from './Notifications';
import { openPalette } from './palette-store';
import { useSession } from './session';
import { UserMenu } from './UserMenu';

interface Props {
  /** Opens the navigation, where it is not always in sight. */
  onMenu?: (() => void) | undefined;
  isMenuOpen: boolean;
  onShortcuts: () => void;
}

export function Header({ onMenu, isMenuOpen, onShortcuts }: Props) {
  const { t } = useT('shell');
  const { company } = useSession();
  return (
    <header className={classes.header}>
      {onMenu && (
        <ActionIcon onClick={onMenu} aria-label={t('nav.open')} aria-expanded={isMenuOpen}>
          <IconMenu2 size={20} />
        </ActionIcon>
      )}
      <Link to="/" className={classes.brand}>
        <span>{t('product')}</span>
        <Text span className={classes.company}>
          {company.legal_name}
        </Text>
      </Link>
      <UnstyledButton className={classes.search} onClick={openPalette}>
        <IconSearch size={16} aria-hidden />
        <span>{t('header.search')}</span>
        <Kbd size="xs" aria-hidden>
          {isApple ? '⌘ K' : 'Ctrl K'}
        </Kbd>
      </UnstyledButton>
      <div className={classes.end}>
        <AsOfNotice />
        <Notifications />
        <UserMenu onShortcuts={onShortcuts} />
      </div>
    </header>
  );
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
