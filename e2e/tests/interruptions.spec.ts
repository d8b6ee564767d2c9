import type { Locator, Page } from '@playwright/test';
import { PASSWORD } from '../support/people.ts';
import { open } from '../support/ready.ts';
import {
  expectFilled,
  expectNoAnswer,
  expectTakenOnce,
  fillReceipt,
  held,
  takeIt,
} from '../support/receipts.ts';
import { type Ids, idsOf } from '../support/screens.ts';
import { expect, test } from '../support/test.ts';

test.use({ books: 'own' });

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
  await expectNoAnswer(page);
  expect(await held(api, client)).toBe(0);

  await context.setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectTakenOnce(page, api, client);
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
  await expectNoAnswer(page);
  expect(await held(api, client)).toBe(1);

  await page.getByRole('button', { name: 'Try again' }).click();
  await expectTakenOnce(page, api, client);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/\S{16,}/);
  expect(keys[1]).toBe(keys[0]);
  expect(replayed).toEqual([undefined, 'true']);
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
  await expectNoAnswer(page);
  await page.getByRole('textbox', { name: 'Amount' }).fill('123.46');
  await takeIt(page);
  await expect(page.getByRole('alert')).toContainText('not known yet');
  await page.getByRole('button', { name: 'Find out what became of it' }).click();
  await expectTakenOnce(page, api, client);
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

/** Dialogs that text is typed into: how each is opened, and what is typed. */
const DIALOGS: Record<string, (page: Page, ids: Ids) => Promise<Locator>> = {
  'why a document is voided': async (page, { receipt }) => {
    await open(page, `/receipts/${receipt}`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Void…' }).click();
    return page.getByRole('textbox', { name: 'Reason' });
  },
  'a new contact': async (page, { client }) => {
    await open(page, `/clients/${client}?tab=contacts`);
    await page.getByRole('button', { name: 'New contact' }).click();
    return page.getByRole('textbox', { name: 'Given name' });
  },
  'an exchange rate': async (page) => {
    await open(page, '/exchange-rates');
    await page.getByRole('button', { name: 'Enter a rate' }).first().click();
    return page.getByRole('textbox', { name: 'Source' });
  },
  'the name of a view': async (page) => {
    await open(page, '/clients');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Save as a new view…' }).click();
    return page.getByRole('textbox', { name: 'Name' });
  },
};

for (const [what, opened] of Object.entries(DIALOGS)) {
  test(`no dialog loses what was typed: ${what}`, async ({ page, apiOf }) => {
    const field = await opened(page, await idsOf(apiOf('administrator')));
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await field.fill('Half a sen');
    for (const leave of [
      () => page.keyboard.press('Escape'),
      () => page.mouse.click(4, 400), // beside it
    ]) {
      await leave();
      await expect(question).toBeVisible();
      await question.getByRole('button', { name: 'Cancel' }).click();
      await expect(question).toBeHidden();
      await expect(field).toHaveValue('Half a sen');
    }
    await page.keyboard.press('Escape');
    await question.getByRole('button', { name: 'Leave' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
}

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
  await expectTakenOnce(page, apiOf('manager'), client);
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
