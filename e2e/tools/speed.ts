import { access, mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { Api } from '../support/api.ts';
import { RAPPORT_BIN, WORK } from '../support/environment.ts';
import { cookieOf, signIn } from '../support/people.ts';
import { type Rapport, run, serve } from '../support/program.ts';
import { open, ready } from '../support/ready.ts';
import { enrich } from '../support/sample.ts';
import { idsOf, SCREENS } from '../support/screens.ts';
import { plainTest as test } from '../support/test.ts';

const DOCUMENT = resolve(import.meta.dirname, '../../docs/web-speed.md');
const SCALE = process.env.SPEED_SCALE || '20000';
/** Each answer of the API is held back so long: what waits for another then shows. */
const HELD_MS = 800;

test('how fast the app is', async ({ browser }) => {
  const books = await booksToMeasure();
  const rapport = await serve(books);
  try {
    const secret = await signIn(rapport.url, 'administrator');
    const api = new Api(rapport.url, secret);
    const clients = (await api.get('/clients?limit=1')).total as number;
    if ((await api.get('/invoices?limit=1&status=draft')).total === 0) {
      await enrich(rapport.url, secret);
    }
    const newContext = () => signedIn(browser, rapport, secret);
    const load = await firstLoad(browser, newContext, rapport);
    const lists = await interactions(newContext);
    const screens = await waterfalls(newContext, api);
    const place = await where(browser);
    await writeFile(DOCUMENT, documentOf({ clients, load, lists, screens, place }));
  } finally {
    await rapport.stop();
  }
});

async function booksToMeasure() {
  const folder = join(WORK, 'speed');
  await mkdir(folder, { recursive: true });
  if (process.env.SPEED_DB) return { address: process.env.SPEED_DB, folder };
  const path = join(folder, `${SCALE}.db`);
  const address = `sqlite:${path}`;
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) await run(['--db', address, 'demo', '--no-serve', '--scale', SCALE]);
  return { address, folder };
}

async function signedIn(browser: Browser, rapport: Rapport, secret: string) {
  const context = await browser.newContext({
    baseURL: rapport.url,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
  });
  await context.addCookies([cookieOf(secret)]);
  return context;
}

async function where(browser: Browser): Promise<string> {
  const [processor] = cpus();
  const program = (await run(['--version'])).trim();
  const build = /\brel(ease)?\b/.test(RAPPORT_BIN) ? 'optimised' : 'build not known to be optimised';
  return `${cpus().length} × ${processor?.model.trim()}, Chromium ${browser.version()}, ${program} (${build})`;
}

// --- what the browser loads first ---------------------------------------------------------------

interface Load {
  signIn: Record<string, number>;
  clients: Record<string, number>;
  home: Record<string, number>;
}

/** Compressed bytes of the bodies by type, as they came over the wire, and how many files there were. */
async function bytesOf(context: BrowserContext, path: string): Promise<Record<string, number>> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const begun = new Map<string, { type: string; head: number }>();
  const bytes: Record<string, number> = {};
  const add = (name: string, more: number) => {
    bytes[name] = (bytes[name] ?? 0) + more;
  };
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    const isApi = response.url.includes('/api/');
    begun.set(requestId, { type: isApi ? 'API' : type, head: response.encodedDataLength });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const { type, head } = begun.get(requestId) ?? { type: 'other', head: 0 };
    add(type, encodedDataLength - head);
    add(`${type} files`, 1);
    add(`${type} heads`, head);
  });
  await open(page, path);
  await page.close();
  return bytes;
}

async function firstLoad(
  browser: Browser,
  newContext: () => Promise<BrowserContext>,
  rapport: Rapport,
): Promise<Load> {
  const nobody = await browser.newContext({ baseURL: rapport.url });
  const somebody = await newContext();
  const load = {
    signIn: await bytesOf(nobody, '/'),
    home: await bytesOf(somebody, '/'),
    clients: await bytesOf(somebody, '/clients'),
  };
  await nobody.close();
  await somebody.close();
  return load;
}

// --- from an interaction to the next paint ------------------------------------------------------

interface Timing {
  list: string;
  act: string;
  count: number;
  p50: number;
  p95: number;
  worst: number;
}

declare global {
  interface Window {
    seen: number[];
    forget: () => void;
  }
}

/** The browser's own measure of each interaction: from the input to the next paint. */
async function watchInteractions(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.seen = [];
    const longest = new Map<number, number>();
    window.forget = () => {
      longest.clear();
      window.seen = [];
    };
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries() as PerformanceEventTiming[]) {
        const id = (entry as PerformanceEventTiming & { interactionId: number }).interactionId;
        if (!id) continue;
        longest.set(id, Math.max(longest.get(id) ?? 0, entry.duration));
        window.seen = Array.from(longest.values());
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
}

const LISTS = ['/clients', '/invoices', '/open-items', '/journal'];
const KEYS = 60;
const SORTS = 12;
const LETTERS = ['h', 'hv', 'hv0', 'hv00', 'hv000', 'hv00', 'hv0', 'hv', 'h', ''];

async function interactions(newContext: () => Promise<BrowserContext>): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const list of LISTS) {
    const context = await newContext();
    const page = await context.newPage();
    await watchInteractions(page);
    await open(page, list);
    const take = async (act: string, run: () => Promise<number>) => {
      await page.evaluate(() => window.forget()); // what was done before is not of this act
      const count = await run();
      await page.waitForTimeout(300); // the observer tells a moment later
      // Interactions under the browser's threshold of 16 ms are not told: they count as 16.
      const seen = await page.evaluate(() => window.seen);
      const all = [...seen, ...Array<number>(Math.max(0, count - seen.length)).fill(16)];
      timings.push({ list, act, count, ...summary(all) });
    };
    await take('key j', () => pressing(page));
    timings.push({ list, act: 'scroll (frames)', ...(await scrolling(page)) });
    await take('sort', () => sorting(page));
    if (list === '/clients') await take('filter (letters)', () => typing(page));
    await context.close();
  }
  return timings;
}

async function pressing(page: Page): Promise<number> {
  await page.getByRole('grid').focus();
  for (let left = KEYS; left > 0; left -= 1) await page.keyboard.press('j', { delay: 20 });
  return KEYS;
}

async function sorting(page: Page): Promise<number> {
  const sortable = page.getByRole('columnheader').getByRole('button');
  for (let done = 0; done < SORTS; done += 1) {
    await sortable.nth(done % (await sortable.count())).click();
    await page.locator('[role="grid"][aria-busy="false"]').waitFor({ timeout: 60_000 });
  }
  return SORTS;
}

async function typing(page: Page): Promise<number> {
  const box = page.getByRole('searchbox').first();
  await box.focus();
  let letters = 0;
  for (const text of LETTERS) {
    const before = await box.inputValue();
    await page.keyboard.press(
      text.length < before.length ? 'Backspace' : (text.at(-1) ?? 'Backspace'),
    );
    letters += 1;
    await page.waitForTimeout(350); // so long that each letter asks the server
    await page
      .locator('main')
      .locator('[aria-busy="true"]')
      .first()
      .waitFor({ state: 'detached', timeout: 60_000 });
  }
  return letters;
}

/** Times between frames while the wheel turns: above 16.7 ms a frame was late. */
async function scrolling(page: Page) {
  const grid = await page.getByRole('grid').boundingBox();
  if (!grid) throw new Error('there is no list to scroll');
  await page.mouse.move(grid.x + grid.width / 2, grid.y + grid.height / 2);
  await page.evaluate(() => {
    window.seen = [];
    let before = performance.now();
    const frame = (now: number) => {
      window.seen.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  for (let turns = 60; turns > 0; turns -= 1) {
    await page.mouse.wheel(0, 240);
    await page.waitForTimeout(16);
  }
  const frames = await page.evaluate(() => window.seen.slice(2));
  return { count: frames.length, ...summary(frames) };
}

function summary(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), worst: sorted.at(-1) ?? 0 };
}

// --- what each screen asks for ------------------------------------------------------------------

interface Asked {
  name: string;
  calls: number;
  depth: number;
  chain: string[];
}

/** Asked for by the frame, whatever the screen. */
const FRAME = /\/api\/v1\/(session|preferences|notifications|views|events)\b/;

async function waterfalls(newContext: () => Promise<BrowserContext>, api: Api): Promise<Asked[]> {
  const ids = await idsOf(api);
  const context = await newContext();
  const page = await context.newPage();
  const asked: { url: string; start: number; end: number }[] = [];
  await page.route(/\/api\/v1\/(?!events)/, async (route) => {
    const one = { url: route.request().url(), start: performance.now(), end: Infinity };
    if (!FRAME.test(one.url)) asked.push(one);
    const response = await route.fetch().catch(() => undefined); // the page may be gone by then
    await new Promise((wake) => setTimeout(wake, HELD_MS));
    one.end = performance.now();
    await (response ? route.fulfill({ response }) : route.abort()).catch(() => undefined);
  });
  const found: Asked[] = [];
  for (const [name, screen] of Object.entries(SCREENS)) {
    asked.length = 0;
    await page.goto(screen.path(ids));
    await ready(page);
    await page.waitForTimeout(2 * HELD_MS); // what comes late belongs to it too
    const chain = longest(asked);
    found.push({ name, calls: asked.length, depth: chain.length, chain });
  }
  await context.close();
  return found;
}

/** The longest row of requests of which each began when the one before had ended. */
function longest(asked: readonly { url: string; start: number; end: number }[]): string[] {
  const chains: { end: number; urls: string[] }[] = [];
  for (const one of asked.toSorted((a, b) => a.start - b.start)) {
    const before = chains
      .filter((chain) => chain.end <= one.start)
      .reduce(
        (best, chain) => (chain.urls.length > best.length ? chain.urls : best),
        [] as string[],
      );
    chains.push({ end: one.end, urls: [...before, new URL(one.url).pathname] });
  }
  return chains.reduce(
    (best, { urls }) => (urls.length > best.length ? urls : best),
    [] as string[],
  );
}

// --- the document -------------------------------------------------------------------------------

interface Figures {
  clients: number;
  load: Load;
  lists: Timing[];
  screens: Asked[];
  place: string;
}

const kB = (bytes = 0) => (bytes / 1000).toFixed(1);
const ms = (time: number) => String(Math.round(time));
const LABEL = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

function documentOf({ clients, load, lists, screens, place }: Figures): string {
  const deep = screens.filter((screen) => screen.depth > 2);
  const rows = (cells: (string | number)[][]) => cells.map((row) => `| ${row.join(' | ')} |`);
  const part = (name: string, bytes: Record<string, number>) => [
    name,
    bytes['Script files'] ?? 0,
    kB(bytes.Script),
    kB(bytes['Script heads']),
    kB((bytes.Script ?? 0) + (bytes['Script heads'] ?? 0)),
    kB(bytes.Stylesheet),
    kB(bytes.API),
  ];
  const inpOf = (act: RegExp) => lists.filter((timing) => act.test(timing.act));
  const worst = Math.max(...inpOf(/^(?!scroll)/).map(({ p95 }) => p95));
  return `${[
    '# How fast the web app is',
    '',
    '`node speed.mjs` in `e2e/` measures this and writes it here; `--scale` says how many clients the sample',
    'company has, `--db` takes a database that is there.',
    '',
    `Measured with ${new Intl.NumberFormat('en-US').format(clients)} clients on SQLite: ${place}.`,
    ...(process.env.SPEED_LABEL ? ['', process.env.SPEED_LABEL] : []),
    '',
    '## The first load',
    '',
    'Kilobytes over the wire, compressed, with an empty cache, until the page is ready. The scripts of the shell',
    'with their HTTP heads may have 250 kB. What nobody sees yet (the palette, the sign-in dialog, the toasts) is',
    'loaded when the page has come to rest.',
    '',
    '| Page | Script files | Scripts | Their HTTP heads | Together | Style sheets | Answers of the API |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows([
      part('Signing in', load.signIn),
      part('The first screen', load.home),
      part('The list of clients', load.clients),
    ]),
    '',
    '## Lists',
    '',
    `From an input to the next paint, as the browser itself measures it (the event timing API, in steps of 8 ms;`,
    `what is under its threshold counts as 16 ms). The worst 95th percentile is ${ms(worst)} ms. For scrolling, the times`,
    'between frames: a display of 60 frames a second has one each 17 ms.',
    '',
    '| List | Input | Count | Median ms | 95th percentile ms | Worst ms |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...rows(
      lists.map((one) => [
        `\`${one.list}\``,
        one.act,
        one.count,
        ms(one.p50),
        ms(one.p95),
        ms(one.worst),
      ]),
    ),
    '',
    '## What each screen asks for',
    '',
    `Calls of the API when a screen is opened by its address, apart from those of the frame (session, settings,`,
    `views, notifications). Each answer is held back for ${HELD_MS} ms: a call that begins when another has ended`,
    'waited for it, and counts as one step deeper.',
    ...(deep.length === 0 ? ['No screen is deeper than two.'] : []),
    '',
    '| Screen | Calls | Depth |',
    '| --- | ---: | ---: |',
    ...rows(screens.map(({ name, calls, depth }) => [name, calls, depth])),
    ...(deep.length === 0
      ? []
      : [
          '',
          'Deeper than two:',
          '',
          ...deep.map(
            ({ name, chain }) =>
              `- ${name}: ${chain.map((path) => `\`${path.replace(LABEL, '…')}\``).join(', then ')}`,
          ),
        ]),
  ].join('\n')}\n`;
}
