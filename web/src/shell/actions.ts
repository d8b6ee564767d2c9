import { AREAS } from '@/areas';
import type { Action, Screen } from './screens';

/** All screens and actions of all areas: for the navigation, the palette and the shortcuts. */
export const screens = (): readonly Screen[] => AREAS.flatMap((area) => area.screens);
export const actions = (): readonly Action[] => AREAS.flatMap((area) => area.actions);
