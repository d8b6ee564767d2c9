import type { Page } from '@playwright/test';
import { violations } from '../support/axe.ts';
import { open, ready } from '../support/ready.ts';
import { type Ids, idsOf, SCREENS } from '../support/screens.ts';
import { expect, test } from '../support/test.ts';

const NARROW = { width: 400, height: 800 };

let ids: Ids | undefined;
test.beforeEach(async ({ apiOf }) => {
  ids ??= await idsOf(apiOf('administrator'));
});

async function inBothSchemes(page: Page, within?: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    const seen = await violations(page, colorScheme === 'dark' ? 'colours' : undefined, within);
    found.push(...seen.map((violation) => `${colorScheme}: ${violation}`));
  }
  return found;
}

for (const [name, screen] of Object.entries(SCREENS)) {
  test(`axe finds nothing: ${name}`, async ({ page }) => {
    if (!ids) throw new Error('no ids');
    await open(page, screen.path(ids));
    await expect(page.locator('main h1').first()).toHaveText(screen.title);
    expect(await inBothSchemes(page)).toEqual([]);
    if (!screen.main) return;
    await page.setViewportSize(NARROW);
    await ready(page);
    expect(await violations(page)).toEqual([]);
    // Nothing sticks out at the side: tables scroll by themselves.
    const room = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await room()).toBeLessThanOrEqual(NARROW.width);
  });
}

test('axe finds nothing: palette and shortcuts', async ({ page }) => {
  await open(page, '/clients');
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder(/A client, a document number/)).toBeFocused();
  expect(await inBothSchemes(page, '[role="dialog"]')).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByPlaceholder(/A client, a document number/)).toBeHidden();

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  expect(await inBothSchemes(page, '[role="dialog"]')).toEqual([]);
});

test('axe finds nothing: menus and the bell', async ({ page }) => {
  const opened = '[role="menu"], [role="dialog"]';
  await open(page, '/clients');
  for (const name of ['Your menu', 'Columns', 'Views', 'Export', /^Notifications/]) {
    await page.getByRole('button', { name }).first().click();
    await expect(page.locator(opened).first()).toBeVisible();
    expect(await inBothSchemes(page, opened)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.locator(opened)).toHaveCount(0);
  }
});

test.describe('signed out', () => {
  test.use({ person: null });
  test('axe finds nothing: signing in', async ({ page, watch }) => {
    watch.expect(/401/);
    await open(page, '/');
    expect(await inBothSchemes(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await violations(page)).toEqual([]);
  });
});
