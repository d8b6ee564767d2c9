import { useDisclosure, useHotkeys, useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { Outlet, useMatches, useRouterState } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { useAtRest, useLater } from '@/lib/later';
import { focusUndo } from '@/ui/toasts';
import { actions, screens } from './actions';
import { ForbiddenPage } from './ErrorPages';
import classes from './Frame.module.css';
import { Header } from './Header';
import { useLiveChanges } from './live';
import { Navigation } from './Navigation';
import { OfflineBanner } from './OfflineBanner';
import { openPalette, usePaletteOpen } from './palette-store';
import { holds, useSession } from './session';
import { type Shortcut, useShortcutKeys, useShortcuts } from './shortcuts';

const loadPalette = () => import('./Palette').then((module) => module.Palette);
const loadDrawer = () => import('./NavigationDrawer').then((module) => module.NavigationDrawer);
const loadSheet = () => import('./CheatSheet').then((module) => module.CheatSheet);

/** The frame around every page: header, navigation, palette, shortcuts. */
export function Frame() {
  const { t } = useT('shell');
  const [isNarrow, setNarrow] = useLocalStorage({ key: 'rapport.nav-narrow', defaultValue: false });
  const [isDrawerOpen, drawer] = useDisclosure(false);
  const [isSheetOpen, sheet] = useDisclosure(false);
  const hasRoom = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const isAtRest = useAtRest();
  const isPaletteOpen = usePaletteOpen();
  const Palette = useLater(loadPalette, isAtRest || isPaletteOpen);
  const CheatSheet = useLater(loadSheet, isAtRest || isSheetOpen);
  const NavigationDrawer = useLater(loadDrawer, !hasRoom && (isAtRest || isDrawerOpen));
  useFrameShortcuts(sheet.open);
  useShortcutKeys();
  useHotkeys([['mod+K', openPalette]], []); // here, and not in the palette, which loads later
  useLiveChanges();

  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a chosen screen closes the drawer
  useEffect(() => drawer.close(), [path]);

  return (
    <div className={classes.frame} data-narrow={isNarrow || undefined}>
      <a href="#page" className={classes.skip}>
        {t('skip')}
      </a>
      <Header
        onMenu={hasRoom ? undefined : drawer.open}
        isMenuOpen={isDrawerOpen}
        onShortcuts={sheet.open}
      />
      {hasRoom ? (
        <nav className={classes.nav} aria-label={t('nav.label')}>
          <Navigation isNarrow={isNarrow} onToggle={() => setNarrow((narrow) => !narrow)} />
        </nav>
      ) : (
        NavigationDrawer && <NavigationDrawer opened={isDrawerOpen} onClose={drawer.close} />
      )}
      <main id="page" className={classes.page} tabIndex={-1}>
        <Permitted />
      </main>
      <OfflineBanner />
      {Palette && <Palette />}
      {CheatSheet && isSheetOpen && <CheatSheet onClose={sheet.close} />}
    </div>
  );
}

/** The page, or one that says why not. */
function Permitted() {
  const session = useSession();
  const matches = useMatches();
  const isAllowed = matches.every((match) => holds(session, match.staticData.permission));
  return isAllowed ? <Outlet /> : <ForbiddenPage />;
}

function useFrameShortcuts(openSheet: () => void) {
  const { t } = useT('shell');
  const session = useSession();
  const go = useGo();
  const shortcuts = useMemo(() => {
    const known: Shortcut[] = [
      { keys: '/', label: t('keys.palette'), group: 'everywhere', run: openPalette },
      { keys: '?', label: t('keys.cheatSheet'), group: 'everywhere', run: openSheet },
      { keys: 'z', label: t('keys.undo'), group: 'everywhere', run: focusUndo },
    ];
    for (const screen of screens()) {
      if (screen.keys && holds(session, screen.permission)) {
        const run = () => go(screen.to);
        known.push({ keys: screen.keys, label: screen.label(t), group: 'goTo', run });
      }
    }
    for (const action of actions()) {
      if (action.keys && holds(session, action.permission)) {
        const run = () => go(action.to, action.search);
        known.push({ keys: action.keys, label: action.label(t), group: 'everywhere', run });
      }
    }
    return known;
  }, [t, session, go, openSheet]);
  useShortcuts(shortcuts);
}
