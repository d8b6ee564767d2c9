import { Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconChevronsLeft, IconChevronsRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useT } from '@/i18n';
import { stateOf, useViews } from '@/lib/views';
import { screens } from './actions';
import classes from './Navigation.module.css';
import { type Screen, SECTIONS } from './screens';
import { holds, useSession } from './session';

interface Props {
  isNarrow?: boolean;
  onToggle?: () => void;
}

/** All screens that the session may open, by section. */
export function Navigation({ isNarrow = false, onToggle }: Props) {
  const { t } = useT('shell');
  const session = useSession();
  const allowed = screens().filter((screen) => holds(session, screen.permission));
  return (
    <div className={classes.navigation} data-narrow={isNarrow || undefined}>
      {SECTIONS.map((section) => {
        const own = allowed.filter((screen) => screen.section === section);
        if (own.length === 0) return null;
        return (
          <section key={section} className={classes.section} aria-label={t(`nav.${section}`)}>
            {!isNarrow && own.length > 1 && (
              <Text className={classes.title} aria-hidden>
                {t(`nav.${section}`)}
              </Text>
            )}
            {own.map((screen) => (
              <Fragment key={screen.id}>
                <Entry screen={screen} isNarrow={isNarrow} />
                {!isNarrow && <PinnedViews screen={screen} />}
              </Fragment>
            ))}
          </section>
        );
      })}
      {onToggle && (
        <UnstyledButton
          className={classes.entry}
          onClick={onToggle}
          aria-label={isNarrow ? t('nav.expand') : t('nav.collapse')}
        >
          {isNarrow ? <IconChevronsRight size={18} /> : <IconChevronsLeft size={18} />}
          {!isNarrow && <span>{t('nav.collapse')}</span>}
        </UnstyledButton>
      )}
    </div>
  );
}

function Entry({ screen, isNarrow }: { screen: Screen; isNarrow: boolean }) {
  const { t } = useT('shell');
  const label = screen.label(t);
  return (
    <Tooltip label={label} position="right" disabled={!isNarrow}>
      <Link
        to={screen.to as '/'}
        activeOptions={{ exact: screen.to === '/', includeSearch: false }}
        className={classes.entry}
        aria-label={label}
      >
        <screen.icon size={18} stroke={1.6} />
        {!isNarrow && <span>{label}</span>}
      </Link>
    </Tooltip>
  );
}

/** Pinned views of a screen's list: the list is named as its address. */
function PinnedViews({ screen }: { screen: Screen }) {
  const { t } = useT('shell');
  const pinned = useViews(screen.to.slice(1)).filter((view) => view.pinned);
  if (pinned.length === 0) return null;
  return (
    <ul className={classes.views} aria-label={t('ui:views.pinnedUnder', { list: screen.label(t) })}>
      {pinned.map((view) => (
        <li key={view.id}>
          <Link
            to={screen.to as '/'}
            search={{ ...stateOf(view), view: view.id } as never}
            activeOptions={{ includeSearch: true }}
            className={classes.entry}
          >
            <span>{view.name}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
