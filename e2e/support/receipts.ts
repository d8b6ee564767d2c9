import { expect, type Page } from '@playwright/test';
import type { Answer, Api } from './api.ts';
import { open } from './ready.ts';

const REFERENCE = 'Standing order, Nov';

/** Fills in a receipt of a client up to the button. */
export async function fillReceipt(page: Page, client: Answer): Promise<void> {
  await open(page, `/receipts/new?client=${client.id}`);
  await page.getByRole('textbox', { name: 'Amount' }).fill('123.45');
  await page.getByRole('textbox', { name: 'Reference' }).fill(REFERENCE);
  await page.getByRole('radio', { name: 'Leave it unapplied' }).check();
}

export async function expectFilled(page: Page): Promise<void> {
  await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveValue('123.45');
  await expect(page.getByRole('textbox', { name: 'Reference' })).toHaveValue(REFERENCE);
}

export const takeIt = (page: Page) =>
  page.getByRole('button', { name: 'Take it', exact: true }).click();

/** How many such receipts the books hold. */
export const held = async (api: Api, client: Answer): Promise<number> =>
  (await api.get(`/receipts?client=${client.id}&reference=${encodeURIComponent(REFERENCE)}`)).total;

/** The page shows the receipt, and the books hold it once. */
export async function expectTakenOnce(page: Page, api: Api, client: Answer): Promise<void> {
  await expect(page).toHaveURL(/\/receipts\/[0-9a-f-]{36}/);
  expect(await held(api, client)).toBe(1);
}

/** Nobody answers, and what was typed stays. */
export async function expectNoAnswer(page: Page): Promise<void> {
  await expect(page.getByRole('alert')).toContainText('No answer from the server');
  await expectFilled(page);
}
