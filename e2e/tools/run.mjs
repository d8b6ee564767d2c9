import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs one of the tools under the suite's runner, which knows TypeScript and the browser. */
export function runTool(name, environment = {}) {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const done = spawnSync(
    process.execPath,
    [
      'node_modules/@playwright/test/cli.js',
      'test',
      '--config=playwright.tools.config.ts',
      `tools/${name}.ts`,
    ],
    { cwd: folder, stdio: 'inherit', env: { ...process.env, ...environment } },
  );
  process.exit(done.status ?? 1);
}
