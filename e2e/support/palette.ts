import { expect, type Page } from '@playwright/test';

/** Opens the palette by its keys, and types. */
export async function inPalette(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await page.keyboard.type(text);
}
