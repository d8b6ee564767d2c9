import { open, ready } from '../support/ready.ts';
import { expect, test } from '../support/test.ts';

test('a list’s filters, sort and columns stand in the address: reload and back keep them', async ({
  page,
  apiOf,
}) => {
  const query = 'status=active&kind=person&sort=-number';
  const { items, total } = await apiOf('administrator').get(`/clients?${query}&limit=1`);
  expect(total).toBeGreaterThan(1);
  const all = (await apiOf('administrator').get('/clients?limit=1')).total;
  const count = page.getByText(/^[\d,]+ rows?$/);
  const firstRow = page.getByRole('row').nth(1);

  await open(page, '/clients');
  await expect(count).toHaveText(`${all} rows`);
  await page.getByRole('button', { name: 'Status', exact: true }).click();
  await page.getByRole('dialog').getByText('Active', { exact: true }).click();
  await expect(page).toHaveURL(/status=active/);
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader').getByRole('button', { name: 'Number' }).click();
  await page.getByRole('columnheader').getByRole('button', { name: 'Number' }).click();
  await expect(page).toHaveURL(/sort=-number/);

  await open(page, `/clients?${query}`);
  await expect(count).toHaveText(`${total} rows`);
  await expect(firstRow).toContainText(items[0].number);
  await page.reload();
  await ready(page);
  await expect(count).toHaveText(`${total} rows`);
  await expect(firstRow).toContainText(items[0].number);
  await expect(page.getByRole('columnheader', { name: 'Number' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );

  await firstRow.getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/clients/${items[0].id}`));
  await page.goBack();
  await ready(page);
  await expect(page).toHaveURL(/sort=-number/);
  await expect(count).toHaveText(`${total} rows`);
  await expect(firstRow).toContainText(items[0].number);
});

test('the tab of a client’s file and the day it shows survive a reload and the back button', async ({
  page,
  apiOf,
}) => {
  const { items } = await apiOf('administrator').get('/reports/open-items?kind=invoice&limit=1');
  const path = `/clients/${items[0].client}`;
  await open(page, path);
  await page.getByRole('tab', { name: 'Open items' }).click();
  await expect(page).toHaveURL(/tab=open-items/);
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Open items' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.getByRole('tab', { name: 'Contacts' }).click();
  await page.goBack();
  await expect(page.getByRole('tab', { name: 'Open items' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
});

test('the aged balance of a past day: the address says it, the figures are that day’s', async ({
  page,
  apiOf,
}) => {
  const api = apiOf('administrator');
  const day = '2025-06-30';
  const totals = (await api.get(`/reports/aging?as_of=${day}`)).rows;
  const usd = totals.find((row: { currency: string }) => row.currency === 'USD');
  const shown = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2 }).format(usd.open);
  const amount = page.getByRole('button', { name: `Explain ${shown}`, exact: true }).first();

  await open(page, `/aging?as_of=${day}`);
  await expect(amount).toBeVisible();
  await expect(page.getByRole('button', { name: 'As of Jun 30, 2025' })).toBeVisible();
  await page.reload();
  await ready(page);
  await expect(amount).toBeVisible();
  await page.getByRole('button', { name: 'As of Jun 30, 2025' }).click();
  await expect(page).not.toHaveURL(/as_of/);
  await expect(amount).toBeHidden();
  await page.goBack();
  await expect(page).toHaveURL(/as_of=2025-06-30/);
  await expect(amount).toBeVisible();
});

test('an address that is none says so, and leads on', async ({ page }) => {
  await page.goto('/no/such/page');
  await expect(
    page.getByRole('heading', { name: 'There is no page at this address' }),
  ).toBeVisible();
  await page.getByRole('link', { name: 'To the start' }).click();
  await ready(page);
  await expect(page).toHaveURL(/\/(clients)?$/);
});
