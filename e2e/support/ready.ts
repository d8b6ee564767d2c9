import { expect, type Page } from '@playwright/test';

/** Until the page is what somebody would look at: a title, and nothing that is still being read. */
export async function ready(page: Page): Promise<void> {
  await expect(page.locator('main h1').first()).toHaveText(/\S/);
  await expect(page.locator('.mantine-Skeleton-root:visible')).toHaveCount(0);
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
}

/** Goes there and waits until it is ready. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await ready(page);
}
