import { defineConfig } from '@playwright/test';
import suite from './playwright.config.ts';
import type { WorkerOptions } from './support/test.ts';

/** What measures and makes pictures: the suite's browser, one thing at a time, as long as it takes. */
export default defineConfig<object, WorkerOptions>({
  testDir: 'tools',
  testMatch: '*.ts',
  outputDir: 'test-results',
  workers: 1,
  timeout: 60 * 60_000,
  expect: { timeout: 180_000 },
  reporter: 'line',
  use: { ...suite.use, engine: 'sqlite', screenshot: 'off' },
});
