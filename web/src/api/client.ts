import createClient, { type Middleware } from 'openapi-fetch';
import { OfflineError, problemOf } from './problem';
import type { paths } from './schema';
import { sessionGate } from './session-gate';

const SESSION_PATH = '/api/v1/session';

/** A request that finds the session expired waits for the sign-in dialog, and is then repeated. */
async function fetchSignedIn(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await reach(request);
  if (response.status !== 401 || new URL(request.url).pathname === SESSION_PATH) return response;
  await sessionGate.untilSignedIn();
  return reach(again);
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new OfflineError(error);
  }
}

const manners: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-Rapport-Request', '1');
  },
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response);
  },
};

/** The typed client of Rapport's API. A refusal is thrown as a `ProblemError`. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin,
  fetch: fetchSignedIn,
});
api.use(manners);

/** A file that the API gives, such as a list's: with the same manners as `api`. */
export async function getFile(address: string, signal: AbortSignal): Promise<Response> {
  const url = new URL(address, globalThis.location.origin);
  const response = await fetchSignedIn(new Request(url, { signal }));
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** The body of an answer: `const client = await body(api.GET('/api/v1/clients/{id}', …))`. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

export const newIdempotencyKey = () => crypto.randomUUID();

/** The `If-Match` header of a thing's version. */
export const ifMatch = (version: number) => `"${version}"`;
