import { request as plainRequest } from 'node:http';
import { ENGINES } from '../support/engines.ts';
import { cookieOf, PASSWORD, PEOPLE, signIn } from '../support/people.ts';
import { serve } from '../support/program.ts';
import { expect, test } from '../support/test.ts';

const MB = 1 << 20;

test('the page comes with strict headers and another nonce each time', async ({ request }) => {
  const nonces = new Set<string>();
  for (const path of ['/', '/clients', '/no/such/page']) {
    const answer = await request.get(path, { headers: { Accept: 'text/html' } });
    expect(answer.status()).toBe(200);
    const headers = answer.headers();
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');

    const policy = directives(headers['content-security-policy'] ?? '');
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'"]);
    expect(policy.get('connect-src')).toEqual(["'self'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'self'"]);
    expect([...policy.values()].flat()).not.toContain("'unsafe-inline'");
    expect([...policy.values()].flat()).not.toContain("'unsafe-eval'");
    expect([...policy.values()].flat().filter((source) => /[*]|https?:/.test(source))).toEqual([]);

    const nonce = /^'nonce-([\w+/]{20,})'$/.exec(policy.get('style-src')?.[1] ?? '')?.[1];
    expect(nonce).toBeDefined();
    expect(await answer.text()).toContain(`content="${nonce}"`);
    nonces.add(nonce ?? '');
  }
  expect(nonces.size).toBe(3);
});

const directives = (policy: string) =>
  new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources] as const;
    }),
  );

test('the page writes its style sheets under the nonce, and runs no script of its own', async ({
  page,
}) => {
  await page.goto('/clients');
  await expect(page.getByRole('grid')).toBeVisible();
  // The browser hides a nonce's attribute; what had none would be a violation, which fails the test.
  expect(await page.locator('style').count()).toBeGreaterThan(0);
  expect(await page.locator('script:not([src])').count()).toBe(0);
});

test.describe('an inline script', () => {
  test('is refused and reported by the browser', async ({ page, watch }) => {
    watch.expect(/inline script/i);
    await page.goto('/');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.intruder = true';
      document.head.append(script);
    });
    await expect.poll(() => watch.complaints.join()).toMatch(/inline script/i);
    expect(await page.evaluate(() => 'intruder' in window)).toBe(false);
  });
});

test("the session's cookie is kept from scripts and other sites", async ({
  rapport,
  page,
  person,
}) => {
  expect(person).toBe('administrator');
  const answer = await fetch(`${rapport.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Rapport-Request': '1' },
    body: JSON.stringify({ email: PEOPLE.administrator.email, password: PASSWORD }),
  });
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^rapport_session=\S{40,}; /);
  for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/']) {
    expect(cookie.split('; ')).toContain(attribute);
  }
  expect(cookie).not.toMatch(/Domain=/i);
  await page.goto('/clients');
  await expect(page.getByRole('grid')).toBeVisible();
  expect(await page.evaluate(() => document.cookie)).not.toContain('rapport_session');
});

test('behind HTTPS the cookie is sent by HTTPS only', async ({ engine }) => {
  const books = await ENGINES[engine].copy();
  const rapport = await serve(books, ['--secure-cookies']);
  try {
    const answer = await fetch(`${rapport.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Rapport-Request': '1' },
      body: JSON.stringify({ email: PEOPLE.administrator.email, password: PASSWORD }),
    });
    expect(answer.headers.get('set-cookie')?.split('; ')).toContain('Secure');
  } finally {
    await rapport.stop();
    await books.remove();
  }
});

test('a change with the cookie alone is refused', async ({ apiOf }) => {
  const api = apiOf('administrator');
  const client = await api.client();
  const forged = await api.send(
    'PATCH',
    `/clients/${client.id}`,
    { trading_name: 'Forged' },
    { 'X-Rapport-Request': '', 'If-Match': `"${client.version}"` },
  );
  expect(forged.status).toBe(403);
  expect((await api.get(`/clients/${client.id}`)).trading_name).not.toBe('Forged');
});

test('a body or an upload beyond its limit is refused', async ({ rapport, sessions, apiOf }) => {
  const cookie = `rapport_session=${sessions.administrator}`;
  // Before it is read: nobody sends half a gigabyte to hear no.
  expect(await announce(rapport.url, 513 * MB, cookie)).toBe(413);
  const long = { legal_name: 'x'.repeat(2 * MB), kind: 'organisation', currency: 'USD' };
  const answer = await apiOf('administrator').send('POST', '/clients', long);
  expect(answer.status).toBe(413);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
});

/** Says how long an upload is, and waits for what the server makes of that. */
function announce(url: string, bytes: number, cookie: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = plainRequest({
      ...{ hostname, port, path: '/api/v1/import-uploads?file_name=large.csv', method: 'POST' },
      headers: {
        Cookie: cookie,
        'X-Rapport-Request': '1',
        'Content-Type': 'application/octet-stream',
        'Content-Length': bytes,
      },
    });
    asked.on('response', (answer) => {
      resolve(answer.statusCode ?? 0);
      asked.destroy();
    });
    asked.on('error', reject);
    asked.setTimeout(5_000, () => reject(new Error(`it waits for all ${bytes} bytes`)));
    asked.flushHeaders();
    asked.write('a;b\n');
  });
}

test.describe('signing in', () => {
  test.use({ person: null, books: 'own' });

  test('says that a password is wrong, and not whether there is such a user', async ({
    page,
    watch,
  }) => {
    watch.expect(/401/);
    const said: string[] = [];
    for (const email of [PEOPLE.administrator.email, 'nobody.at.all@example.com']) {
      await page.goto('/');
      await page.getByLabel('E-mail').fill(email);
      await page.getByRole('textbox', { name: 'Password' }).fill('not-the-password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      const alert = page.getByRole('alert');
      await expect(alert).toBeVisible();
      said.push((await alert.innerText()).replace(/[0-9a-f-]{36}/, ''));
    }
    expect(said[0]).toBe(said[1]);
    await expect(page).toHaveTitle(/Sign in/);
  });

  test('out ends the session on the server too', async ({ page, context, rapport, watch }) => {
    watch.expect(/401/);
    const secret = await signIn(rapport.url, 'manager');
    await context.addCookies([cookieOf(secret)]);
    await page.goto('/clients');
    await page.getByRole('button', { name: 'Your menu' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    const answer = await fetch(`${rapport.url}/api/v1/session`, {
      headers: { Cookie: `rapport_session=${secret}` },
    });
    expect(answer.status).toBe(401);
  });
});
