import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { violations } from '../support/axe.ts';
import { open, ready } from '../support/ready.ts';
import { expect, test } from '../support/test.ts';

/** The lists, and columns that their files must have. */
const LISTS: Record<string, string> = {
  '/clients': 'number,legal_name,currency,credit_limit',
  '/contacts': 'family_name,given_name,client_number,client_name,emails',
  '/invoices': 'number,state,currency,total,open',
  '/receipts': 'number,currency,amount,unapplied',
  '/refunds': 'number,credit_number,currency,amount',
  '/write-offs': 'invoice_number,currency,amount,decided_by_name',
  '/open-items': 'number,currency,amount,open',
  '/journal': 'entry_no,narrative,document_number,lines',
  '/audit': 'seq,action,detail',
  '/users': 'name,email,role_names',
  '/imports': 'file_name,rows_total',
  '/jobs': 'kind,status,done,total,created_by_name',
};

async function choose(page: Page, format: RegExp) {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: format }).click();
}

/** The head of the file that the page gives out, and the file's name. */
async function exported(page: Page) {
  const coming = page.waitForEvent('download', { timeout: 30_000 });
  await choose(page, /^CSV/);
  const download = await coming;
  const text = await readFile(await download.path(), 'utf8');
  const head = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  return { name: download.suggestedFilename(), columns: head.split(',') };
}

for (const [path, wanted] of Object.entries(LISTS)) {
  test(`the file of ${path} has what the list shows, and amounts with their currency`, async ({
    page,
  }) => {
    await open(page, path);
    const { name, columns } = await exported(page);
    expect(name).toMatch(/^[a-z-]+\.csv$/);
    const order = wanted.split(',').map((column) => columns.indexOf(column));
    expect(order, columns.join()).not.toContain(-1);
    expect(columns.filter((column) => column === 'currency').length).toBeLessThan(2);
  });
}

test('the menu of files is accessible', async ({ page }) => {
  await open(page, '/journal');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByRole('menuitem', { name: /^CSV/ })).toBeVisible();
  expect(await violations(page, undefined, '[role="menu"]')).toEqual([]);
});

test('an export that is refused says why; one without a session asks to sign in', async ({
  page,
  watch,
}) => {
  watch.expect(/422|401/);
  await open(page, '/clients');
  await page.route('**/api/v1/clients?*format=csv*', (route) =>
    route.fulfill({
      status: 422,
      contentType: 'application/problem+json',
      json: {
        status: 422,
        title: 'Too many',
        code: 'too-many-rows',
        detail: 'Too many rows.',
      },
    }),
  );
  await choose(page, /^CSV/);
  await expect(page.getByRole('alert').getByRole('button', { name: 'Try again' })).toBeVisible();
  await page.context().clearCookies();
  await choose(page, /^Spreadsheet/);
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Password' })).toBeVisible();
});

test('a long export says how it goes, and can be called off', async ({ page }) => {
  await open(page, '/clients');
  let answer = () => {};
  await page.route('**/api/v1/clients?*format=csv*', async (route) => {
    await new Promise<void>((go) => {
      answer = go;
    });
    await route.abort().catch(() => undefined);
  });
  await choose(page, /^CSV/);
  const toast = page.getByText('clients.csv is being made…');
  await expect(toast).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(toast).toBeHidden();
  answer();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('selecting all says that not all are loaded, and takes the rest too', async ({
  page,
  apiOf,
}) => {
  const { total } = await apiOf('administrator').get('/invoices?limit=1');
  expect(total).toBeGreaterThan(200);
  const count = (number: number) => number.toLocaleString('en-US');
  await open(page, '/invoices');
  const box = page.getByRole('checkbox', { name: 'Select all loaded rows' });
  await box.click();
  const bar = page.getByRole('region', { name: 'Selected rows' });
  await expect(bar.getByText(`200 of ${count(total)} selected`)).toBeVisible();
  expect(await box.evaluate((input: HTMLInputElement) => input.indeterminate)).toBe(true);
  const most = Math.min(total, 5_000);
  await bar.getByRole('button', { name: /^Select (all|the first) [\d,]+$/ }).click();
  const all = most < total ? `${count(most)} of ${count(total)}` : count(total);
  await expect(bar.getByText(`${all} selected`)).toBeVisible({
    timeout: 30_000,
  });
  expect(await box.evaluate((input: HTMLInputElement) => input.indeterminate)).toBe(most < total);
});

test('the end of a long list is one click away', async ({ page }) => {
  await open(page, '/invoices?sort=number');
  const first = page.getByRole('grid').getByRole('row').nth(1);
  const start = await first.innerText();
  await expect(page.getByText(/rows are loaded; more come as you scroll/)).toBeVisible();
  await page.getByRole('button', { name: 'Go to the end' }).click();
  await expect(page).toHaveURL(/sort=-number/);
  await ready(page);
  await expect(first).not.toHaveText(start);
  await page.locator('body').press('Control+End');
  await expect(page).toHaveURL(/sort=number/);
});
