import { defineConfig } from '@playwright/test';
import { CHROMIUM, CHROMIUM_ARGS, IS_CI } from './support/environment.ts';
import type { WorkerOptions } from './support/test.ts';

/** What both engines run; the rest runs on SQLite only. */
const BOTH = /@both/;

export default defineConfig<object, WorkerOptions>({
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: IS_CI,
  retries: 0,
  workers: Number(process.env.RAPPORT_E2E_WORKERS ?? 2),
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ...(IS_CI ? [['github'] as ['github']] : [])],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: CHROMIUM, args: [...CHROMIUM_ARGS] },
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'America/New_York',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 10_000,
    screenshot: 'only-on-failure',
    trace: 'off',
  },
  projects: [
    {
      name: 'sqlite-books',
      testDir: 'books',
      testMatch: 'make.ts',
      use: { engine: 'sqlite' },
      teardown: 'sqlite-away',
    },
    { name: 'sqlite-away', testDir: 'books', testMatch: 'away.ts', use: { engine: 'sqlite' } },
    {
      name: 'postgres-books',
      testDir: 'books',
      testMatch: 'make.ts',
      use: { engine: 'postgres' },
      teardown: 'postgres-away',
    },
    { name: 'postgres-away', testDir: 'books', testMatch: 'away.ts', use: { engine: 'postgres' } },
    {
      name: 'sqlite',
      testDir: 'tests',
      use: { engine: 'sqlite' },
      dependencies: ['sqlite-books'],
    },
    {
      name: 'postgres',
      testDir: 'tests',
      grep: BOTH,
      use: { engine: 'postgres' },
      dependencies: ['postgres-books'],
    },
  ],
});
