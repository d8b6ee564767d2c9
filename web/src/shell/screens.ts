import type { ComponentType } from 'react';
import type { T } from '@/i18n';
import type { Permission } from './session';

export type Icon = ComponentType<{ size?: number | string; stroke?: number | string }>;

/** The groups of the navigation, in their order. */
export const SECTIONS = [
  'book',
  'receivables',
  'ledger',
  'reports',
  'imports',
  'administration',
] as const;
export type Section = (typeof SECTIONS)[number];

/** A screen that the navigation and the palette offer. */
export interface Screen {
  id: string;
  to: string;
  label: (t: T) => string;
  icon: Icon;
  section: Section;
  /** Shown to whom holds one of these. */
  permission?: Permission | readonly Permission[];
  /** `g c`: keys one after the other. */
  keys?: string;
}

/** Something to do from the palette, wherever one is. */
export interface Action {
  id: string;
  label: (t: T) => string;
  icon: Icon;
  /** Where it leads. */
  to: string;
  search?: Record<string, string>;
  permission?: Permission | readonly Permission[];
  keys?: string;
}

/** What an area adds to the frame; its routes stand beside it. */
export interface Area {
  screens: readonly Screen[];
  actions: readonly Action[];
}
