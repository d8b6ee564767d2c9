import { randomUUID } from 'node:crypto';

/** Anything the API answers: the tests look at single fields of it. */
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not built upon
export type Answer = any;

/** The API as one of the people, beside the browser: to prepare, and to look at what the books hold. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly secret: string,
  ) {}

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        Cookie: `rapport_session=${this.secret}`,
        'X-Rapport-Request': '1',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  private async answer(response: Response): Promise<Answer> {
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${response.url}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async get(path: string): Promise<Answer> {
    return this.answer(await this.send('GET', path));
  }

  async post(path: string, body: unknown): Promise<Answer> {
    return this.answer(await this.send('POST', path, body, { 'Idempotency-Key': randomUUID() }));
  }

  async put(path: string, body: unknown): Promise<Answer> {
    return this.answer(await this.send('PUT', path, body));
  }

  async patch(path: string, version: number, body: unknown): Promise<Answer> {
    return this.answer(await this.send('PATCH', path, body, { 'If-Match': `"${version}"` }));
  }

  async upload(name: string, text: string): Promise<Answer> {
    const path = `/import-uploads?file_name=${encodeURIComponent(name)}`;
    return this.answer(
      await fetch(`${this.url}/api/v1${path}`, {
        method: 'POST',
        headers: {
          Cookie: `rapport_session=${this.secret}`,
          'X-Rapport-Request': '1',
          'Content-Type': 'application/octet-stream',
        },
        body: text,
      }),
    );
  }

  /** A client that somebody looks after. */
  async client(): Promise<Answer> {
    const { items } = await this.get('/clients?limit=50&sort=number');
    const owned = items.find((client: Answer) => client.owner_id !== null);
    if (owned === undefined) throw new Error('nobody looks after any client');
    return owned;
  }
}
