import { violations } from '../support/axe.ts';
import { open, ready } from '../support/ready.ts';
import { expect, test } from '../support/test.ts';

test('an amount leads to its owners, clients, items and ledger lines, and the way back leads through them', async ({
  page,
}) => {
  const panel = page.getByRole('dialog');
  const arrows = panel.getByRole('button', { name: /^Explain/ });
  /** Unfolds the first part that is not, and waits for what it is made of. */
  const unfold = async () => {
    const before = await arrows.count();
    await arrows.and(panel.getByRole('button', { expanded: false })).first().click();
    await expect.poll(() => arrows.count()).toBeGreaterThan(before);
  };
  await open(page, '/aging');
  await page
    .getByRole('button', { name: /^Explain/ })
    .first()
    .click();
  await expect(page).toHaveURL(/explain=total/);
  await expect(arrows.first()).toBeVisible();
  await unfold(); // an owner
  await unfold(); // a client
  await unfold(); // an item
  const entry = panel.getByRole('link', { name: /^Entry \d/ }).first();
  await arrows.and(panel.getByRole('button', { expanded: false })).first().click(); // its entry's lines
  await expect(panel.getByRole('link', { name: /Accounts receivable/ }).first()).toBeVisible();
  await entry.click();
  await expect(page).toHaveURL(/\/journal\/\d+$/);
  await page.goBack();
  await expect(page).toHaveURL(/explain=total/);
  await expect(entry).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(page.getByRole('button', { name: /^Explain/ }).first()).toBeFocused();
});

test('a bucket leads to exactly its items', async ({ page, apiOf }) => {
  const api = apiOf('administrator');
  const items = await api.get('/reports/open-items?currency=USD&days_from=31&days_until=60');
  expect(items.total).toBeGreaterThan(0);
  await open(page, '/aging?explain=total.USD.1');
  const list = page.getByRole('dialog').getByRole('link', { name: 'These items as a list' });
  await list.click();
  await ready(page);
  await expect(page).toHaveURL(/days_from=31&days_until=60/);
  await expect(page.getByText(`${items.total} rows`)).toBeVisible();
});

test('an amount of a list leads to what it is made of, by its key, and back into the list', async ({
  page,
}) => {
  await open(page, '/invoices?status=issued&kind=invoice');
  const amount = page.getByRole('gridcell').getByRole('button', { name: /^Explain/ }).first();
  await expect(amount).toHaveAttribute('tabindex', '-1');
  await page.keyboard.press('w');
  const panel = page.getByRole('dialog', { name: /^Where .* comes from$/ });
  await panel.getByRole('button', { name: /^Explain/ }).first().click(); // the net amount's lines
  await expect(panel.getByText(/ × /).first()).toBeVisible();
  await expect(page).toHaveURL(/explain=total/);
  expect(await violations(page, undefined, '[role="dialog"]')).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(page.getByRole('grid')).toBeFocused();
});

test('an entry by hand says what it comes to while it is typed', async ({ page }) => {
  await open(page, '/journal/new');
  await page.getByLabel('Debit, line 1').fill('1250');
  await page.getByLabel('Credit, line 2').fill('1000');
  const sums = page.getByRole('table', { name: 'Sums of what is typed' });
  await expect(sums.getByRole('row', { name: 'USD 1,250.00 1,000.00 250.00' })).toBeVisible();
  await page.getByLabel('Credit, line 2').fill('1250');
  await expect(sums.getByRole('row', { name: 'USD 1,250.00 1,250.00 balanced' })).toBeVisible();
});

test('the proof of the books is run, and its runs are kept', async ({ page }) => {
  await open(page, '/proof');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('alert').getByText('The books hold')).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('tab', { name: 'All runs' }).click();
  await expect(page.getByRole('row', { name: /All held/ }).first()).toBeVisible();
});
