import type { Page } from '@playwright/test';
import { open, ready } from '../support/ready.ts';
import { idsOf, SCREENS } from '../support/screens.ts';
import { expect, test } from '../support/test.ts';

test.use({ books: 'own' });

/** Words that stand on nearly every English screen; names and data of the sample company have none of them. */
const ENGLISH =
  /\b(the|and|with|this|which|from|your|Save|Cancel|Close|Edit|Search|Filter|Filters|Columns|Export|Views|Status|Owner|Number|Amount|Date|Due|Issued|Received|Method|Currency|Open|Clients?|Receipts?|Invoices?|Settings|Today|rows?|New|Name|Kind|Type|days?|Settled|Unapplied)\b/;

/** What the books wrote when they were kept, in the company's language then. */
const NARRATIVE = /^Invoice INV-/;

/** What the program says itself on the page: not the data in grids and tables. */
async function ownWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const words: string[] = [];
    const isData = (element: Element) =>
      element.closest(
        '[role="gridcell"], td, dd, [translate="no"], address, article, svg, .recharts-wrapper, [role="option"], input',
      ) !== null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (!element || text === '' || isData(element) || element.closest('script, style')) continue;
      words.push(text);
    }
    for (const element of Array.from(
      document.querySelectorAll('[aria-label], [placeholder], [title]'),
    )) {
      if (isData(element)) continue;
      for (const name of ['aria-label', 'placeholder', 'title']) {
        const text = element.getAttribute(name);
        if (text) words.push(text);
      }
    }
    return words;
  });
}

test('switching to Spanish switches everything at once, and stays @both', async ({ page }) => {
  await open(page, '/settings');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByText('español', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Preferencias');
  await expect(page.getByRole('link', { name: 'Partidas abiertas' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Saldo por antigüedad' })).toBeVisible();

  await open(page, '/clients');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Clientes');
  await expect(page).toHaveTitle(/^Clientes/);
});

/** So many tests share the screens. */
const PARTS = 3;

for (let part = 0; part < PARTS; part += 1) {
  test(`no English word is left on any screen in Spanish (${part + 1} of ${PARTS})`, async ({
    page,
    apiOf,
  }) => {
    test.setTimeout(120_000);
    const api = apiOf('administrator');
    const ids = await idsOf(api);
    // The same look does find them where they are.
    await open(page, '/clients');
    expect((await ownWords(page)).filter((text) => ENGLISH.test(text)).length).toBeGreaterThan(10);

    await api.put('/preferences', { ...(await api.get('/preferences')), language: 'es' });
    const left: string[] = [];
    const screens = Object.entries(SCREENS).filter((_, index) => index % PARTS === part);
    for (const [name, screen] of screens) {
      await open(page, screen.path(ids));
      await expect(page.locator('html')).toHaveAttribute('lang', 'es');
      for (const text of await ownWords(page)) {
        if (ENGLISH.test(text) && !NARRATIVE.test(text)) left.push(`${name}: ${text}`);
      }
    }
    expect(left).toEqual([]);
  });
}

test('amounts and days follow the language', async ({ page, apiOf }) => {
  const api = apiOf('administrator');
  const day = '2025-06-30';
  const usd = (await api.get(`/reports/aging?as_of=${day}`)).rows.find(
    (row: { currency: string }) => row.currency === 'USD',
  );
  const shown = (locale: string) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(usd.open);
  await open(page, `/aging?as_of=${day}`);
  await expect(page.getByRole('grid')).toContainText(shown('en-US'));
  await api.put('/preferences', { ...(await api.get('/preferences')), language: 'es' });
  await page.reload();
  await ready(page);
  await expect(page.getByRole('grid')).toContainText(shown('es-ES'));
});
