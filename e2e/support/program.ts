import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { RAPPORT_BIN } from './environment.ts';

const START_MS = 20_000;

/** Nothing of who runs the tests reaches the program. */
const environment = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('RAPPORT_')),
  ) as NodeJS.ProcessEnv;

/** Runs a command of the program to its end; its output. */
export async function run(args: readonly string[], input?: string): Promise<string> {
  const running = promisify(execFile)(RAPPORT_BIN, [...args], {
    env: environment(),
    maxBuffer: 1 << 24,
  });
  if (input !== undefined) running.child.stdin?.end(input);
  return (await running).stdout;
}

export interface Rapport {
  url: string;
  /** What it wrote to standard error so far. */
  log: () => string;
  stop: () => Promise<void>;
}

/** Serves books on a free port of this machine. */
export async function serve(
  books: { address: string; folder: string },
  more: readonly string[] = [],
): Promise<Rapport> {
  const child = spawn(
    RAPPORT_BIN,
    [
      ...['--db', books.address, '--log', 'json'],
      ...['serve', '--listen', '127.0.0.1:0', '--data-dir', `${books.folder}/files`],
      ...['--sign-ins-a-minute', '1000'],
      ...more,
    ],
    { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const lines: string[] = [];
  const address = await listening(child, lines);
  return {
    url: `http://${address}`,
    log: () => lines.join('\n'),
    stop: () => end(child),
  };
}

function listening(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the program did not start to listen:\n${lines.join('\n')}`));
    }, START_MS);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`the program ended with ${code}:\n${lines.join('\n')}`));
    });
    if (!child.stderr) return reject(new Error('the program has no standard error'));
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      const address = /"message":"listening","address":"([^"]+)"/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    });
  });
}

/** Open event streams would keep it alive for its grace period: nothing here waits for that. */
function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
