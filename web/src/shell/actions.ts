import { IconHome } from '@tabler/icons-react';
import { AREAS } from '@/areas';
import type { Action, Screen } from './screens';

const HOME: Screen = {
  id: 'home',
  to: '/',
  label: (t) => t('shell:nav.home'),
  icon: IconHome,
  section: 'book',
  keys: 'g g',
};

/** All screens and actions of all areas: for the navigation, the palette and the shortcuts. */
export const screens = (): readonly Screen[] => [HOME, ...AREAS.flatMap((area) => area.screens)];
export const actions = (): readonly Action[] => AREAS.flatMap((area) => area.actions);
