import { file } from '../support/files.ts';
import { PASSWORD, PEOPLE } from '../support/people.ts';
import { ready } from '../support/ready.ts';
import { expect, test } from '../support/test.ts';

test.use({ books: 'own', person: null });

/** Ages are those of this day, whenever the test runs. */
const DAY = '2026-11-20';

test('from a file to the books: import, aged balance, client, receipt, applied, explained, undone @both', async ({
  page,
  apiOf,
  watch,
}) => {
  test.setTimeout(90_000);
  watch.expect(/401/);
  const api = apiOf('accountant');
  const balances = async () =>
    (await api.get(`/reports/aging?by=client&as_of=${DAY}`)).rows.filter(
      (row: { client_name: string }) => row.client_name.startsWith('Aalderquay'),
    );

  await test.step('sign in', async () => {
    await page.goto('/');
    await page.getByLabel('E-mail').fill(PEOPLE.accountant.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();
  });

  await test.step('rehearse a file: nothing is written, and a wrong row is named', async () => {
    await page.getByRole('link', { name: 'Imports' }).click();
    await page.getByRole('link', { name: 'Import a file' }).first().click();
    await page.locator('input[type="file"]').setInputFiles(file('quayside.csv'));
    await expect(page.getByRole('radio', { name: 'receivables', exact: true })).toBeChecked();
    await page.getByRole('button', { name: 'Rehearse' }).click();
    await expect(page.getByRole('heading', { name: 'What importing would do' })).toBeVisible();
    const refused = page.getByRole('row').filter({ hasText: 'twelve' });
    await expect(refused).toBeVisible();
    expect(await balances()).toEqual([]);
  });

  await test.step('import exactly that', async () => {
    await page.getByRole('button', { name: 'Import exactly this' }).click();
    await expect(
      page.getByRole('heading', { name: 'Done: quayside.csv is imported.' }),
    ).toBeVisible();
    const rows = await balances();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ open: '750.00', not_due: '99.50', open_items: 3 });
  });

  await test.step('the aged balance has it, by age', async () => {
    await page.getByRole('link', { name: 'See the aged balance' }).click();
    await expect(page.getByRole('heading', { name: 'Aged balance' })).toBeVisible();
    await page.goto(`/aging?by=client&sort=name&as_of=${DAY}`);
    await ready(page);
    const row = page.getByRole('row').filter({ hasText: 'Aalderquay Lantern' });
    for (const amount of ['750.00', '99.50', '250.50', '400.00']) {
      await expect(row.getByRole('button', { name: `Explain ${amount}` })).toBeVisible();
    }
    await row.getByRole('link', { name: 'Aalderquay Lantern' }).click();
    await expect(page.getByText('QL-1001')).toBeVisible();
  });

  await test.step('the client’s file', async () => {
    await page.getByRole('link', { name: 'Open the file' }).click();
    await expect(page.getByRole('heading', { name: 'Aalderquay Lantern Ltd.' })).toBeVisible();
    await page.getByRole('tab', { name: 'Receipts' }).click();
    await page.getByRole('link', { name: 'Take a receipt' }).first().click();
  });

  await test.step('take a receipt, and apply it as suggested', async () => {
    await expect(page.getByRole('textbox', { name: 'Payer' })).toHaveValue(
      'Aalderquay Lantern Ltd.',
    );
    await page.getByRole('textbox', { name: 'Amount' }).fill('700');
    await page.getByRole('textbox', { name: 'Reference' }).fill('for QL-1001 and QL-1002');
    await page.getByRole('radio', { name: 'Show what it could go to' }).check();
    await page.getByRole('button', { name: 'Take it', exact: true }).click();
    await expect(page.getByRole('textbox', { name: 'To apply to QL-1001' })).toHaveValue('400.00');
    await expect(page.getByRole('textbox', { name: 'To apply to QL-1002' })).toHaveValue('250.50');
    await page.getByRole('textbox', { name: 'To apply to QL-1003' }).fill('');
    await expect(page.getByText('$49.50 stays as credit')).toBeVisible();
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(page.getByRole('heading', { name: /^Receipt R-/ })).toBeVisible();
    await expect(page.getByText(/applied to 2 invoices\./)).toBeVisible();
  });

  await test.step('explain a number down to what it is made of', async () => {
    await page.getByRole('button', { name: 'Explain $49.50' }).first().click();
    const panel = page.getByRole('dialog', { name: 'Where $49.50 comes from' });
    await expect(panel).toContainText('$700.00');
    await expect(panel).toContainText('400.00');
    await expect(panel).toContainText('250.50');
    await panel.getByRole('button', { name: 'Close' }).click();
    await expect(panel).toBeHidden();
  });

  await test.step('take one application back, with a reason', async () => {
    const row = page.getByRole('row').filter({ hasText: 'QL-1002' });
    await row.getByRole('button', { name: /^Take back entry/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Take this settlement back?' });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('The client meant QL-1003');
    await dialog.getByRole('button', { name: 'Take back' }).click();
    await expect(page.getByRole('button', { name: 'Explain $300.00' }).first()).toBeVisible();
    await expect(page.getByText('The client meant QL-1003')).toBeVisible();
  });

  await test.step('an import that was built upon is not undone', async () => {
    await page.getByRole('link', { name: 'Imports' }).click();
    await page.getByRole('gridcell', { name: 'quayside.csv' }).dblclick();
    await page.getByRole('button', { name: 'Undo this import' }).click();
    await page.getByRole('button', { name: 'Undo it' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'It failed' })).toBeVisible();
    expect(await balances()).toHaveLength(1);
  });

  await test.step('after all of that the books prove themselves', async () => {
    await page.getByRole('link', { name: 'Proof of the books' }).click();
    await ready(page);
    expect((await api.get('/proof')).ok).toBe(true);
  });
});

test.describe('an import', () => {
  test.use({ person: 'accountant' });

  test('is undone, and no balance of any day knows it', async ({ page, apiOf }) => {
    const api = apiOf('accountant');
    const total = async () => JSON.stringify((await api.get(`/reports/aging?as_of=${DAY}`)).rows);
    const before = await total();
    await page.goto('/imports/new');
    await page.locator('input[type="file"]').setInputFiles(file('quayside.csv'));
    await page.getByRole('button', { name: 'Rehearse' }).click();
    await page.getByRole('button', { name: 'Import exactly this' }).click();
    await page.getByRole('link', { name: 'The import, and how to undo it' }).click();
    expect(await total()).not.toBe(before);
    await page.getByRole('button', { name: 'Undo this import' }).click();
    await page.getByRole('button', { name: 'Undo it' }).click();
    await expect(
      page.getByText('The import is undone: nothing of it is in any balance.'),
    ).toBeVisible();
    expect(await total()).toBe(before);
  });
});
