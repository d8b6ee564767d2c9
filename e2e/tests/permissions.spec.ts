import { inPalette } from '../support/palette.ts';
import { open } from '../support/ready.ts';
import { expect, test } from '../support/test.ts';

test.use({ person: 'representative' });

test('a representative sees their own book and nothing else @both', async ({ page, apiOf }) => {
  const own = (await apiOf('representative').get('/clients?limit=1')).total;
  const all = (await apiOf('administrator').get('/clients?limit=1')).total;
  expect(own).toBeGreaterThan(0);
  expect(own).toBeLessThan(all);

  await open(page, '/clients');
  await expect(page.getByText(`${own} rows`)).toBeVisible();
  const owners = page.getByRole('grid').getByText('Nora Pellingray');
  await expect(owners.first()).toBeVisible();
  for (const name of ['Desmond Larkspar', 'Priya Ashpennant', 'Ximena Torrebrisa']) {
    await expect(page.getByRole('grid').getByText(name)).toHaveCount(0);
  }
});

test("somebody else's client is not there, as if it never was @both", async ({
  page,
  apiOf,
  watch,
}) => {
  watch.expect(/404/);
  const everybody = (await apiOf('administrator').get('/clients?limit=200')).items;
  const foreign = everybody.find((client: { owner_name: string | null }) =>
    client.owner_name?.startsWith('Desmond'),
  );
  await page.goto(`/clients/${foreign.id}`);
  await expect(page.getByRole('alert')).toContainText('This is not here');
  await expect(page.getByText(foreign.legal_name)).toHaveCount(0);

  const invoice = (await apiOf('administrator').get(`/invoices?client=${foreign.id}&limit=1`))
    .items[0];
  await page.goto(`/invoices/${invoice.id}`);
  await expect(page.getByRole('alert')).toContainText('This is not here');
  await expect(page.getByText(invoice.number)).toHaveCount(0);

  // Nor does the palette find it.
  await inPalette(page, foreign.number);
  await expect(page.getByText('Nothing found')).toBeVisible();
});

test('a client whose account is not to be seen opens all the same', async ({ page, watch }) => {
  watch.expect(/403/);
  let asked = 0;
  await page.route(/\/clients\/[^/]+\/(balance|summary)/, (route) => {
    asked += 1;
    const problem = { type: '/problems/permission-lacking', title: 'Permission lacking' };
    return route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({ ...problem, status: 403, code: 'permission-lacking', detail: 'no' }),
    });
  });
  await open(page, '/clients');
  await page.getByRole('grid').getByRole('link').first().click();
  await expect(page.getByRole('tab', { name: 'Contacts' })).toBeVisible();
  await expect(page.locator('main h1')).toHaveText(/\S/);
  await page.waitForLoadState('networkidle');
  expect(asked, 'what is refused is not asked for over and over').toBeLessThan(8);
});

test('administration and the ledger are not offered, and refused by address', async ({ page }) => {
  await open(page, '/clients');
  const nav = page.getByRole('navigation', { name: 'Main navigation' });
  await expect(nav.getByRole('link', { name: 'Aged balance' })).toBeVisible();
  for (const name of [
    'Users',
    'Roles',
    'Company',
    'Audit trail',
    'Journal',
    'Imports',
    'Periods',
  ]) {
    await expect(nav.getByRole('link', { name })).toHaveCount(0);
  }
  const closed = ['/users', '/roles', '/company', '/audit', '/journal', '/imports', '/periods'];
  for (const path of closed) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'You may not open this page' })).toBeVisible();
  }
  await inPalette(page, 'audit');
  await expect(page.getByText('Nothing found')).toBeVisible();
});

test('the totals of the aged balance are those of their own book', async ({ page, apiOf }) => {
  const mine = await apiOf('representative').get('/reports/aging?by=owner');
  expect(mine.rows.length).toBeGreaterThan(0);
  await open(page, '/aging');
  await expect(page.getByRole('grid')).toContainText('Nora Pellingray');
  await expect(page.getByRole('grid')).not.toContainText('Rafael Campolirio');
});

test.describe('an administrator', () => {
  test.use({ person: 'administrator', books: 'own' });

  test('takes a permission away, and the server refuses from then on', async ({
    windowOf,
    apiOf,
    watch,
  }) => {
    watch.expect(/403|404/);
    const admin = apiOf('administrator');
    const page = await windowOf('representative');
    await open(page, '/receipts/new');
    await expect(page.getByRole('heading', { name: 'Take a receipt' })).toBeVisible();

    const role = (await admin.get('/roles')).items.find(
      (role: { name: string }) => role.name === 'Representative',
    );
    const grants = role.grants.filter(
      ({ permission }: { permission: string }) => permission !== 'receipts.take',
    );
    await admin.patch(`/roles/${role.id}`, role.version, { grants });

    const refused = await apiOf('representative').send('POST', '/receipts', {
      payer: (await apiOf('representative').client()).id,
      method: 'transfer',
      amount: '10.00',
    });
    expect(refused.status).toBe(403);
    await page.reload();
    await expect(page.getByRole('heading', { name: 'You may not open this page' })).toBeVisible();
  });
});
