import { createSpotlight } from '@mantine/spotlight';

/** The palette's switch, apart from the palette itself, which loads later. */
export const [paletteStore, palette] = createSpotlight();

export const openPalette = () => palette.open();
