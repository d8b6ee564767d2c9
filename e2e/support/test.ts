import {
  type Browser,
  type BrowserContextOptions,
  test as base,
  type Page,
  type TestInfo,
} from '@playwright/test';
import { Api } from './api.ts';
import { type Books, ENGINES } from './engines.ts';
import { type EngineName, IS_CI, missing } from './environment.ts';
import { cookieOf, type Person, readSessions } from './people.ts';
import { type Rapport, serve } from './program.ts';
import { Watch } from './watch.ts';

export { expect } from '@playwright/test';

export interface WorkerOptions {
  engine: EngineName;
}

interface WorkerFixtures extends WorkerOptions {
  sessions: Record<Person, string>;
  /** A server that a worker's reading tests share. */
  library: { rapport: () => Promise<Rapport> };
}

interface Served extends Rapport {
  books: Books;
}

interface Fixtures {
  /** `own`: fresh books for this test alone; `shared`: for tests that change nothing. */
  books: 'own' | 'shared';
  /** Who is signed in on `page`; null for nobody. */
  person: Person | null;
  rapport: Rapport;
  /** What the browser complains of; a complaint that nobody expected fails the test. */
  watch: Watch;
  /** The API as somebody, beside the browser. */
  apiOf: (person: Person) => Api;
  /** Another browser window, of somebody else. */
  windowOf: (person: Person | null, options?: BrowserContextOptions) => Promise<Page>;
}

async function serveCopy(engine: EngineName): Promise<Served> {
  const books = await ENGINES[engine].copy();
  try {
    const rapport = await serve(books);
    const stop = async () => {
      await rapport.stop();
      await books.remove();
    };
    return { ...rapport, stop, books };
  } catch (error) {
    await books.remove();
    throw error;
  }
}

const stateOf = (secret: string | undefined) => ({
  cookies: secret === undefined ? [] : [cookieOf(secret)],
  origins: [],
});

/** What is missing skips the test, and says so; where everything must be there, it fails. */
function skipWithout(engine: EngineName, info: TestInfo): void {
  const reason = missing(engine);
  if (reason === undefined) return;
  if (IS_CI) throw new Error(reason);
  process.stderr.write(`SKIPPED (${engine}): ${info.title}: ${reason}\n`);
  info.skip(true, reason);
}

/** For what goes before and after all tests of an engine. */
export const plainTest = base.extend<{ here: undefined }, WorkerOptions>({
  engine: ['sqlite', { option: true, scope: 'worker' }],

  here: [
    async ({ engine }, use, info) => {
      skipWithout(engine, info);
      await use(undefined);
    },
    { auto: true },
  ],
});

export const test = plainTest.extend<Fixtures, Omit<WorkerFixtures, 'engine'>>({
  books: ['shared', { option: true }],
  person: ['administrator', { option: true }],

  sessions: [
    async ({ engine }, use) => {
      await use(missing(engine) ? ({} as Record<Person, string>) : await readSessions(engine));
    },
    { scope: 'worker' },
  ],

  library: [
    async ({ engine }, use) => {
      let served: Promise<Served> | undefined;
      await use({
        rapport: () => {
          served ??= serveCopy(engine);
          return served;
        },
      });
      await (await served)?.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  rapport: async ({ engine, books, library }, use, info) => {
    skipWithout(engine, info);
    if (books === 'shared') return use(await library.rapport());
    const rapport = await serveCopy(engine);
    await use(rapport);
    if (info.status !== info.expectedStatus) {
      await info.attach('server.log', { body: rapport.log(), contentType: 'text/plain' });
    }
    await rapport.stop();
  },

  baseURL: async ({ rapport }, use) => use(rapport.url),

  storageState: async ({ person, sessions }, use) =>
    use(stateOf(person === null ? undefined : sessions[person])),

  watch: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the pattern
    async ({}, use, info) => {
      const watch = new Watch();
      await use(watch);
      if (info.status === info.expectedStatus) watch.verify();
      else if (watch.complaints.length > 0) {
        await info.attach('complaints', { body: watch.complaints.join('\n') });
      }
    },
    { auto: true },
  ],

  context: async ({ context, watch }, use) => {
    watch.over(context);
    await use(context);
  },

  apiOf: async ({ rapport, sessions }, use) => {
    await use((person) => new Api(rapport.url, sessions[person]));
  },

  windowOf: async (
    { browser, rapport, sessions, watch, contextOptions, viewport, locale },
    use,
  ) => {
    const opened: Awaited<ReturnType<Browser['newContext']>>[] = [];
    await use(async (person, options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        viewport,
        ...(locale === undefined ? {} : { locale }),
        baseURL: rapport.url,
        storageState: stateOf(person === null ? undefined : sessions[person]),
        ...options,
      });
      opened.push(context);
      watch.over(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
});
