import type { Page } from '@playwright/test';
import { expect, MINE, THEIRS, test } from '../support/contested.ts';
import { open } from '../support/ready.ts';

test.use({ books: 'own' });

const field = (page: Page, name: string) => page.getByRole('button', { name: `Edit: ${name}` });

/** Types another value into a field of a client's file, and saves it. */
async function edit(page: Page, name: string, value: string) {
  await field(page, name).click();
  await page.getByRole('textbox', { name }).fill(value);
  await page.keyboard.press('Enter');
}

test('what a colleague changes appears without a reload @both', async ({
  page,
  windowOf,
  apiOf,
}) => {
  const client = await apiOf('administrator').client();
  const colleague = await windowOf('manager');
  await open(page, `/clients/${client.id}`);
  await open(colleague, `/clients/${client.id}`);
  await edit(colleague, 'Trading name', 'Saltmarsh Pantry');
  await expect(page.getByRole('heading', { name: 'Saltmarsh Pantry' })).toBeVisible();
  await expect(field(page, 'Trading name')).toContainText('Saltmarsh Pantry');
});

test('a list shows what a colleague changes', async ({ page, apiOf }) => {
  const client = await apiOf('administrator').client();
  await open(page, `/clients?search=${client.number}`);
  await expect(page.getByRole('grid')).toContainText(client.legal_name);
  await apiOf('manager').patch(`/clients/${client.id}`, client.version, {
    trading_name: 'Saltmarsh Pantry',
  });
  await expect(page.getByRole('grid')).toContainText('Saltmarsh Pantry');
});

for (const [choice, stands] of [
  ['Save mine over it', MINE],
  ['Keep theirs', THEIRS],
] as const) {
  test(`two change one field: “${choice}” @both`, async ({ page, contested, watch }) => {
    const { api, client, dialog, tradingName } = contested;
    // Without the live stream, as with a change that comes in the same moment.
    await page.route('**/api/v1/events', (route) => route.abort());
    watch.expect(/api\/v1\/events/);
    await open(page, `/clients/${client.id}`);

    await field(page, 'Trading name').click();
    await page.getByRole('textbox', { name: 'Trading name' }).fill(MINE);
    await contested.changedByThem({ client_type: 'changed meanwhile' });
    await page.keyboard.press('Enter');

    await expect(dialog).toBeVisible();
    const row = dialog.getByRole('row').filter({ hasText: 'Trading name' });
    await expect(row).toContainText(THEIRS);
    await expect(row).toContainText(MINE);
    // What they changed beside it is told too, though it is no conflict.
    await expect(dialog).toContainText('changed meanwhile');
    expect(await tradingName()).toBe(THEIRS);

    await dialog.getByRole('button', { name: choice }).click();
    await expect(dialog).toBeHidden();
    await expect(field(page, 'Trading name')).toContainText(stands);
    await expect.poll(tradingName).toBe(stands);
    // Nothing of theirs is lost either way.
    expect((await api.get(`/clients/${client.id}`)).client_type).toBe('changed meanwhile');
  });
}

test('a change that the stream brings under an open editor is a conflict too', async ({
  page,
  contested: { client, changedByThem, dialog, tradingName },
}) => {
  await open(page, `/clients/${client.id}`);
  await field(page, 'Trading name').click();
  await changedByThem();
  await expect(page.getByRole('heading', { name: THEIRS })).toBeVisible();
  await page.getByRole('textbox', { name: 'Trading name' }).fill(MINE);
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText(THEIRS);
  await dialog.getByRole('button', { name: 'Keep theirs' }).click();
  expect(await tradingName()).toBe(THEIRS);
});

test('two change one cell of a list: both are shown, and nothing typed is lost', async ({
  page,
  contested: { client, changedByThem, dialog, tradingName },
}) => {
  await open(page, `/clients?search=${client.number}`);
  const grid = page.getByRole('grid');
  const row = grid.getByRole('row').filter({ hasText: client.legal_name });
  await row.getByRole('gridcell').nth(3).dblclick();
  const input = grid.getByRole('textbox', { name: 'Trading name' });
  await input.fill(MINE);
  await changedByThem();
  await input.press('Enter');
  await expect(dialog).toContainText(THEIRS);
  await expect(dialog).toContainText(MINE);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(input).toHaveValue(MINE);
  await expect(input).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(row).toContainText(MINE);
  expect(await tradingName()).toBe(MINE);
});

test('a field that was saved is undone from the toast', async ({ page, apiOf }) => {
  const api = apiOf('administrator');
  const client = await api.client();
  await open(page, `/clients/${client.id}`);
  await edit(page, 'Trading name', 'For a moment');
  await expect(page.getByText('Saved: Trading name')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Taken back.')).toBeVisible();
  expect((await api.get(`/clients/${client.id}`)).trading_name).toBe(client.trading_name);
});
