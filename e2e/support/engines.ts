import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, DatabaseError } from 'pg';
import { type EngineName, POSTGRES, WORK } from './environment.ts';
import { run } from './program.ts';

/** Books of one's own: their address, a folder for files, and how to be rid of both. */
export interface Books {
  address: string;
  folder: string;
  remove: () => Promise<void>;
}

interface Engine {
  /** Makes the sample company once; `fill` may still change it, then it is only copied. */
  make: (fill: (books: Books) => Promise<void>) => Promise<void>;
  copy: () => Promise<Books>;
  /** An empty database. */
  empty: () => Promise<Books>;
  away: () => Promise<void>;
}

/** Where an engine's sample company and the sessions of its people are kept. */
export const placeOf = (engine: EngineName) => join(WORK, engine);

const freshFolder = async (engine: EngineName) => {
  await mkdir(placeOf(engine), { recursive: true });
  return mkdtemp(join(placeOf(engine), 'books-'));
};

const sqliteIn = (folder: string): Books => ({
  address: `sqlite:${join(folder, 'rapport.db')}`,
  folder,
  remove: () => rm(folder, { recursive: true, force: true }),
});

const sqlite: Engine = {
  async make(fill) {
    await rm(placeOf('sqlite'), { recursive: true, force: true });
    const folder = join(placeOf('sqlite'), 'sample');
    await mkdir(folder, { recursive: true });
    const books = sqliteIn(folder);
    await run(['--db', books.address, 'demo', '--no-serve']);
    await fill(books);
    await run(['--db', books.address, 'backup', join(placeOf('sqlite'), 'sample.db')]);
  },
  async copy() {
    const folder = await freshFolder('sqlite');
    await copyFile(join(placeOf('sqlite'), 'sample.db'), join(folder, 'rapport.db'));
    return sqliteIn(folder);
  },
  empty: async () => sqliteIn(await freshFolder('sqlite')),
  away: () => rm(placeOf('sqlite'), { recursive: true, force: true }),
};

/** One for each checkout, so that two may run beside each other. */
const SAMPLE = `rapport_e2e_${process.env.RAPPORT_E2E_NAME ?? 'sample'}`;

async function tell(sql: string): Promise<void> {
  const client = new Client({ connectionString: POSTGRES, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const databaseOf = (name: string) => {
  const address = new URL(POSTGRES);
  address.pathname = `/${name}`;
  return address.href;
};

const OBJECT_IN_USE = '55006';
const TRIES = 20;

/** A template that somebody else is just copying is busy for a moment. */
async function create(name: string, template?: string): Promise<void> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await tell(
        `CREATE DATABASE "${name}"${template === undefined ? '' : ` TEMPLATE "${template}"`}`,
      );
    } catch (error) {
      const isBusy = error instanceof DatabaseError && error.code === OBJECT_IN_USE;
      if (!isBusy || left === 0) throw error;
      await new Promise((wake) => setTimeout(wake, 250));
    }
  }
}

async function postgresNamed(name: string): Promise<Books> {
  const folder = await freshFolder('postgres');
  return {
    address: databaseOf(name),
    folder,
    remove: async () => {
      await tell(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const freshName = () => `${SAMPLE}_${randomBytes(6).toString('hex')}`;

const postgres: Engine = {
  async make(fill) {
    await postgres.away();
    await create(SAMPLE);
    const books = await postgresNamed(SAMPLE);
    await run(['--db', books.address, 'demo', '--no-serve']);
    await fill(books);
  },
  async copy() {
    const name = freshName();
    await create(name, SAMPLE);
    return postgresNamed(name);
  },
  async empty() {
    const name = freshName();
    await create(name);
    return postgresNamed(name);
  },
  async away() {
    await tell(`DROP DATABASE IF EXISTS "${SAMPLE}" WITH (FORCE)`);
    await rm(placeOf('postgres'), { recursive: true, force: true });
  },
};

export const ENGINES: Record<EngineName, Engine> = { sqlite, postgres };
