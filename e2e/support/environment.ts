import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

export const IS_CI = Boolean(process.env.CI);

/** The program under test. */
export const RAPPORT_BIN = resolve(
  import.meta.dirname,
  '../..',
  process.env.RAPPORT_BIN ?? 'target/release/rapport',
);

/** A server on which databases may be made and dropped. */
export const POSTGRES = process.env.RAPPORT_TEST_POSTGRES ?? '';

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

/** Everything that the tests leave behind while they run. */
export const WORK = resolve(import.meta.dirname, '../.work');

export type EngineName = 'sqlite' | 'postgres';

/** What is not here, in words; nothing where the tests of an engine can run. */
export function missing(engine: EngineName): string | undefined {
  if (!existsSync(RAPPORT_BIN)) return `no program at ${RAPPORT_BIN} (RAPPORT_BIN)`;
  if (!existsSync(CHROMIUM)) return `no browser at ${CHROMIUM} (CHROMIUM)`;
  if (engine === 'postgres' && POSTGRES === '') {
    return 'no PostgreSQL: RAPPORT_TEST_POSTGRES names none';
  }
  return undefined;
}
