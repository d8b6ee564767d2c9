import type { Locator, Page } from '@playwright/test';
import { open } from '../support/ready.ts';
import { expect, test } from '../support/test.ts';

test.use({ books: 'own' });

/** Carries something with the mouse. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (!start || !end) throw new Error('nothing to drag, or nowhere to drag it to');
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + 20, end.y + end.height / 2, { steps: 6 });
  await page.mouse.up();
}

test('what is left of a receipt is dragged to an invoice, as much as fits', async ({
  page,
  apiOf,
}) => {
  const api = apiOf('administrator');
  const client = await api.post('/clients', { kind: 'organisation', legal_name: 'Quay Cafe LLC', payment_term: 'net30' });
  const invoice = async (price: string) => {
    const line = { description: 'Plates', quantity: '1', unit_price: price, tax_code: 'none' };
    const draft = await api.post('/invoices', { client: client.id, lines: [line] });
    return api.post(`/invoices/${draft.id}/issue`, {});
  };
  const [small, large] = [await invoice('40.00'), await invoice('75.50')];
  const receipt = await api.post('/receipts', {
    payer: client.id,
    amount: '100.00',
    method: 'transfer',
    reference: '',
  });

  await open(page, `/receipts/${receipt.id}/apply`);
  const amountOf = (number: string) =>
    page.getByRole('textbox', { name: `To apply to ${number}`, exact: true });
  const gripOf = (within: Locator) => within.locator('[title="Drag to an invoice"]');
  const rowOf = (number: string) => page.getByRole('row').filter({ hasText: number });
  await page.getByRole('button', { name: 'Clear' }).click();
  const rest = page.getByText('To apply $100.00').locator('../..');

  await drag(page, gripOf(rest), rowOf(small.number));
  await expect(amountOf(small.number)).toHaveValue('40.00');
  await expect(page.getByText('$60.00 stays as credit')).toBeVisible();

  await drag(page, gripOf(rowOf(small.number)), rowOf(large.number));
  await expect(amountOf(small.number)).toHaveValue('');
  await expect(amountOf(large.number)).toHaveValue('40.00');
  await page.keyboard.press('f');
  await expect(amountOf(large.number)).toHaveValue('75.50');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: `Receipt ${receipt.number}` })).toBeVisible();
  expect((await api.get(`/receipts/${receipt.id}`)).unapplied).toBe('24.50');
});

test('drafts are issued in one go; what is refused says why, and stays a draft', async ({
  page,
  apiOf,
  watch,
}) => {
  watch.expect(/422/);
  const api = apiOf('administrator');
  const client = await api.post('/clients', { kind: 'organisation', legal_name: 'Quay Cafe LLC', payment_term: 'net30' });
  const line = { description: 'Plates', quantity: '1', unit_price: '40', tax_code: 'none' };
  const draft = (more: object) =>
    api.post('/invoices', { client: client.id, lines: [line], ...more });
  const good = await draft({});
  const bad = await draft({ currency: 'JPY' }); // there is no rate for it

  await open(page, `/invoices?client=${client.id}&status=draft`);
  await page.getByRole('checkbox').first().click();
  await page.getByRole('button', { name: 'Issue (2)' }).click();
  const dialog = page.getByRole('dialog', { name: 'Issue 2 drafts' });
  await dialog.getByRole('button', { name: 'Issue 2 drafts' }).click();
  await expect(dialog.getByText('1 of 2 done · 1 refused')).toBeVisible();
  await expect(dialog.getByText(/no exchange rate for JPY/)).toBeVisible();
  expect((await api.get(`/invoices/${good.id}`)).status).toBe('issued');
  expect((await api.get(`/invoices/${bad.id}`)).status).toBe('draft');
});
