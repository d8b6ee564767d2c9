import { createSpotlight } from '@mantine/spotlight';
import { useSyncExternalStore } from 'react';

/** The palette's switch, apart from the palette itself, which loads later. */
export const [paletteStore, palette] = createSpotlight();

export const openPalette = () => palette.open();

export const usePaletteOpen = () =>
  useSyncExternalStore(paletteStore.subscribe, () => paletteStore.getState().opened);
