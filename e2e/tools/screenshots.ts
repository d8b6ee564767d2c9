import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { Api } from '../support/api.ts';
import { WORK } from '../support/environment.ts';
import { file } from '../support/files.ts';
import { cookieOf, signIn } from '../support/people.ts';
import { run, serve } from '../support/program.ts';
import { ready } from '../support/ready.ts';
import { expect, plainTest as test } from '../support/test.ts';

const PICTURES = resolve(import.meta.dirname, '../../docs/pictures');
/** The sample company's last day: what the pictures take for today. */
const TODAY = '2026-10-31';
const NOW = `${TODAY}T15:30:00Z`;
const BYTES_MAX = 200_000;

test('pictures for the README', async ({ browser }) => {
  await mkdir(WORK, { recursive: true });
  const folder = await mkdtemp(join(WORK, 'pictures-'));
  const books = { address: `sqlite:${join(folder, 'rapport.db')}`, folder };
  await run(['--db', books.address, 'demo', '--no-serve']);
  const rapport = await serve(books);
  try {
    const secret = await signIn(rapport.url, 'accountant');
    const api = new Api(rapport.url, secret);
    const context = await browser.newContext({
      baseURL: rapport.url,
      viewport: { width: 1280, height: 800 },
      colorScheme: 'light',
      reducedMotion: 'reduce',
      locale: 'en-US',
      timezoneId: 'America/New_York',
    });
    await context.addCookies([cookieOf(secret)]);
    const page = await context.newPage();
    await stopTheClock(page);
    await mkdir(PICTURES, { recursive: true });

    await page.goto(`/aging?as_of=${TODAY}&currency=USD`);
    await take(page, 'aged-balance');

    const busiest = await busiestClient(api);
    await page.goto(`/clients/${busiest}?as_of=${TODAY}`);
    await take(page, 'client-file');

    await page.goto(`/receipts/new?client=${busiest}`);
    await page.getByRole('textbox', { name: 'Amount' }).fill('2500');
    await page.getByRole('textbox', { name: 'Reference' }).fill('ACH 5276302717');
    await take(page, 'take-a-receipt');

    await page.goto('/imports/new');
    await page.locator('input[type="file"]').setInputFiles(file('quayside.csv'));
    await page.getByRole('button', { name: 'Rehearse' }).click();
    await expect(page.getByRole('heading', { name: 'What importing would do' })).toBeVisible();
    await take(page, 'import-wizard');
  } finally {
    await rapport.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Who has the most open invoices in dollars on that day; the first by number among equals. */
async function busiestClient(api: Api): Promise<string> {
  const { rows } = await api.get(`/reports/aging?by=client&currency=USD&as_of=${TODAY}`);
  type Row = { client: string; client_number: string; open_items: number };
  const [first] = (rows as Row[]).toSorted(
    (a, b) => b.open_items - a.open_items || a.client_number.localeCompare(b.client_number),
  );
  if (!first) throw new Error('nobody owes anything');
  return first.client;
}

/** The same day and moments in every picture, whenever it is made. */
async function stopTheClock(page: Page): Promise<void> {
  await page.route(/\/api\/v1\/(?!events)/, async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const response = await route.fetch();
    if (!response.headers()['content-type']?.includes('json')) return route.fulfill({ response });
    const text = (await response.text())
      .replace(/"today":"[\d-]+"/g, `"today":"${TODAY}"`)
      .replace(/"(\w+_at)":"[^"]+"/g, `"$1":"${NOW}"`);
    return route.fulfill({ response, body: text });
  });
}

async function take(page: Page, name: string): Promise<void> {
  await ready(page);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const path = join(PICTURES, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  expect((await stat(path)).size, `${name} is a small file`).toBeLessThan(BYTES_MAX);
}
