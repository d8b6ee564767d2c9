import type { Locator, Page } from '@playwright/test';
import { file } from '../support/files.ts';
import { inPalette } from '../support/palette.ts';
import { PASSWORD, PEOPLE } from '../support/people.ts';
import { open, ready } from '../support/ready.ts';
import { expect, test } from '../support/test.ts';

test.use({ books: 'own' });

/** Without the mouse: a click of any kind fails the test. */
test.beforeEach(async ({ context }) => {
  await context.addInitScript(() => {
    addEventListener('pointerdown', () => console.error('the mouse was used'), true);
  });
});

/** Presses Tab until it has the focus; the way must be short. */
async function tabTo(page: Page, target: Locator, presses: number): Promise<void> {
  for (let left = presses; left > 0; left -= 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target, `${presses} presses of Tab lead there`).toBeFocused();
}

test.describe('signing in', () => {
  test.use({ person: null });

  test('and opening a client from the palette, editing it, undoing that @both', async ({
    page,
    apiOf,
    watch,
  }) => {
    watch.expect(/401/);
    const api = apiOf('administrator');
    const client = await api.client();
    await page.goto('/');
    await expect(page.getByLabel('E-mail')).toBeFocused();
    await page.keyboard.type(PEOPLE.administrator.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();

    await inPalette(page, client.number);
    await expect(page.getByRole('dialog').getByText(client.number).first()).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`/clients/${client.id}`);
    await ready(page);

    const name = page.getByRole('button', { name: 'Edit: Trading name' });
    await tabTo(page, page.getByRole('link', { name: 'Skip to the page' }), 3);
    await page.keyboard.press('Enter');
    await tabTo(page, name, 60);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Trading name' })).toBeFocused();
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Saved: Trading name')).toBeVisible();
    expect((await api.get(`/clients/${client.id}`)).trading_name).toBe('By keyboard');
    // The focus is where it was.
    await expect(name).toBeFocused();
  });
});

test('taking a receipt and applying it oldest first, then undoing it @both', async ({
  page,
  apiOf,
}) => {
  const api = apiOf('administrator');
  const { items } = await api.get('/reports/open-items?kind=invoice&currency=USD&limit=1');
  const item = items[0];
  const payer = await api.get(`/clients/${item.client}`);

  await open(page, '/clients');
  await page.keyboard.press('n');
  await page.keyboard.press('r');
  await expect(page.getByRole('textbox', { name: 'Payer' })).toBeFocused();
  await page.keyboard.type(payer.number);
  await expect(page.locator('[role="option"]').first()).toContainText(payer.number);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Amount' })).toBeFocused();
  await page.keyboard.type(item.open);
  await page.keyboard.press('Enter');

  await expect(page.getByRole('textbox', { name: /^To apply to/ }).first()).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByRole('button', { name: 'Apply', exact: true })).toBeDisabled();
  await page.keyboard.press('o');
  await expect(page.getByText('All of it is given')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Receipt R-/ })).toBeVisible();

  const id = page.url().split('/').at(-1);
  expect((await api.get(`/receipts/${id}`)).unapplied).toBe('0.00');
  // The last toast: the one before it would void the receipt.
  const toast = page.getByRole('alert').filter({ hasText: 'applied to' });
  const undo = toast.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();
  await tabTo(page, undo, 80);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Taken back.')).toBeVisible();
  expect((await api.get(`/receipts/${id}`)).unapplied).toBe(item.open);
});

test('walking a list: search, sort, rows, opening, and back', async ({ page, apiOf }) => {
  const [, second] = (await apiOf('administrator').get('/clients?sort=name&limit=2')).items;
  await open(page, '/aging');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page).toHaveURL('/clients');
  await ready(page);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/clients/${second.id}`);
  await page.goBack();
  await expect(page).toHaveURL('/clients');

  await ready(page);
  await tabTo(page, page.getByRole('link', { name: 'Skip to the page' }), 3);
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('searchbox', { name: 'Search' }), 10);
  await page.keyboard.type('HV0001');
  await expect(page).toHaveURL(/search=HV0001/);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
  await tabTo(page, page.getByRole('columnheader').getByRole('button', { name: 'Number' }), 25);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/sort=number/);
  await expect(page.getByRole('columnheader', { name: 'Number' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
});

test('importing a file', async ({ page, apiOf }) => {
  // What the system's own dialog does when a file is chosen there. Before the page opens: the browser must
  // know of it when the key comes.
  page.on('filechooser', (chooser) => void chooser.setFiles(file('quayside.csv')));
  await open(page, '/clients');
  await page.keyboard.press('n');
  await page.keyboard.press('m');
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Rehearse' })).toBeEnabled();
  await page.keyboard.press('r');
  await expect(page.getByRole('heading', { name: 'What importing would do' })).toBeVisible();
  await page.keyboard.press('i');
  await expect(page.getByRole('heading', { name: /^Done:/ })).toBeVisible();
  expect((await apiOf('administrator').get('/clients?search=Aalderquay')).total).toBe(2);
});

test('the skip link leads to the page, and a dialog keeps the focus and gives it back', async ({
  page,
}) => {
  await open(page, '/clients');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();

  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toBeVisible();
  for (let presses = 6; presses > 0; presses -= 1) {
    await page.keyboard.press('Tab');
    await expect(dialog.locator(':focus')).toHaveCount(1);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});
