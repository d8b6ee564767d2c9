import type { Page } from '@playwright/test';
import type { Api } from '../support/api.ts';
import { PASSWORD } from '../support/people.ts';
import { open } from '../support/ready.ts';
import { expect, test } from '../support/test.ts';

test.use({ books: 'own' });

const REFERENCE = 'Standing order, Nov';

/** Fills in a receipt of a client up to the button. */
async function fillReceipt(page: Page, client: { id: string }) {
  await open(page, `/receipts/new?client=${client.id}`);
  await page.getByRole('textbox', { name: 'Amount' }).fill('123.45');
  await page.getByRole('textbox', { name: 'Reference' }).fill(REFERENCE);
  await page.getByRole('radio', { name: 'Leave it unapplied' }).check();
}

async function expectFilled(page: Page) {
  await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveValue('123.45');
  await expect(page.getByRole('textbox', { name: 'Reference' })).toHaveValue(REFERENCE);
}

const held = async (api: Api, client: { id: string }) =>
  (await api.get(`/receipts?client=${client.id}&reference=${encodeURIComponent(REFERENCE)}`)).total;

const takeIt = (page: Page) => page.getByRole('button', { name: 'Take it', exact: true }).click();

test('no connection: the form stays as it was typed, and saves once @both', async ({
  page,
  context,
  apiOf,
  watch,
}) => {
  watch.expect(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
  const api = apiOf('administrator');
  const client = await api.client();
  await fillReceipt(page, client);
  await context.setOffline(true);
  await takeIt(page);
  await expect(page.getByRole('alert')).toContainText('No answer from the server');
  await expectFilled(page);
  expect(await held(api, client)).toBe(0);

  await context.setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page).toHaveURL(/\/receipts\/[0-9a-f-]{36}/);
  expect(await held(api, client)).toBe(1);
});

test('an answer that is lost on its way: trying again does not take the money twice @both', async ({
  page,
  apiOf,
  watch,
}) => {
  watch.expect(/ERR_FAILED/);
  const api = apiOf('administrator');
  const client = await api.client();
  const keys: (string | undefined)[] = [];
  const replayed: (string | undefined)[] = [];
  await page.route('**/api/v1/receipts', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    keys.push(route.request().headers()['idempotency-key']);
    const response = await route.fetch(); // the server does it
    replayed.push(response.headers()['idempotency-replayed']);
    return keys.length === 1 ? route.abort('failed') : route.fulfill({ response });
  });
  await fillReceipt(page, client);
  await takeIt(page);
  await expect(page.getByRole('alert')).toContainText('No answer from the server');
  await expectFilled(page);
  expect(await held(api, client)).toBe(1);

  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page).toHaveURL(/\/receipts\/[0-9a-f-]{36}/);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/\S{16,}/);
  expect(keys[1]).toBe(keys[0]);
  expect(replayed).toEqual([undefined, 'true']);
  expect(await held(api, client)).toBe(1);
});

test('an answer that is lost, and another word: first it is found out what became of it', async ({
  page,
  apiOf,
  watch,
}) => {
  watch.expect(/ERR_FAILED/);
  const api = apiOf('administrator');
  const client = await api.client();
  let isFirst = true;
  await page.route('**/api/v1/receipts', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    const response = await route.fetch(); // the server does it
    if (!isFirst) return route.fulfill({ response });
    isFirst = false;
    return route.abort('failed');
  });
  await fillReceipt(page, client);
  await takeIt(page);
  await expect(page.getByRole('alert')).toContainText('No answer from the server');
  await page.getByRole('textbox', { name: 'Amount' }).fill('123.46');
  await takeIt(page);
  await expect(page.getByRole('alert')).toContainText('not known yet');
  await page.getByRole('button', { name: 'Find out what became of it' }).click();
  await expect(page).toHaveURL(/\/receipts\/[0-9a-f-]{36}/);
  expect(await held(api, client)).toBe(1);
});

test('typed text is not lost by leaving, going back or reading the page anew', async ({
  page,
  apiOf,
}) => {
  const client = await apiOf('administrator').client();
  await open(page, `/clients/${client.id}`);
  await page.getByRole('link', { name: 'Edit all fields' }).click();
  const name = page.getByRole('textbox', { name: 'Trading name' });
  await name.fill('Half a na');
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });

  await page.getByRole('link', { name: 'Contacts', exact: true }).click();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(name).toHaveValue('Half a na');

  await page.evaluate(() => history.back());
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(name).toHaveValue('Half a na');

  const asked = page.waitForEvent('dialog');
  const reading = page.evaluate(() => location.reload()).catch(() => undefined);
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await reading;
  await expect(name).toHaveValue('Half a na');

  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Half a na' })).toBeVisible();
  await expect(question).toBeHidden();
});

test('a form over the page asks before it is closed, and is gone once it is saved', async ({
  page,
}) => {
  await open(page, '/teams?new=1');
  const form = page.getByRole('dialog', { name: 'New team' });
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Quayside');
  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue('Quayside');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText('Quayside');
});

test('a session that ends while somebody types: signing in again over the page, nothing lost @both', async ({
  page,
  context,
  apiOf,
  rapport,
  watch,
}) => {
  watch.expect(/401/);
  const client = await apiOf('manager').client();
  await fillReceipt(page, client);
  const [cookie] = await context.cookies();
  await fetch(`${rapport.url}/api/v1/session`, {
    method: 'DELETE',
    headers: { Cookie: `rapport_session=${cookie?.value}`, 'X-Rapport-Request': '1' },
  });
  await takeIt(page);
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  await expectFilled(page);
  await expect(dialog.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/receipts\/[0-9a-f-]{36}/);
  expect(await held(apiOf('manager'), client)).toBe(1);
});

test('a server that is away says so, and the page comes back when it does', async ({
  page,
  context,
  watch,
}) => {
  watch.expect(/ERR_INTERNET_DISCONNECTED/);
  await open(page, '/clients');
  await context.setOffline(true);
  await expect(page.getByText(/^No connection\./)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/^No connection\./)).toBeHidden();
  await page.getByRole('link', { name: 'Invoices' }).click();
  await expect(page.getByRole('grid')).toContainText('INV-');
});
