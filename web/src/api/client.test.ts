// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api, body } from './client';
import { OfflineError, ProblemError, SignedOutError } from './problem';
import { sessionGate } from './session-gate';

const CLIENT = { id: 'c1', legal_name: 'Vale Foods' };
const PROBLEM = {
  type: '/problems/not-a-decimal',
  title: 'Not a decimal',
  status: 422,
  detail: "'abc' is not a decimal number",
  code: 'not-a-decimal',
  field: 'credit_limit',
  request_id: 'r1',
};

const json = (status: number, value: unknown) =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' },
  });

const fetching = vi.fn<(request: Request) => Promise<Response>>();
const requestNo = (index: number) => fetching.mock.calls[index]![0];

const readClient = () => body(api.GET('/api/v1/clients/{id}', { params: { path: { id: 'c1' } } }));
const changeClient = () =>
  body(
    api.PATCH('/api/v1/clients/{id}', {
      params: { path: { id: 'c1' }, header: { 'If-Match': '"3"' } },
      body: { trading_name: 'Vale' },
    }),
  );

beforeEach(() => {
  fetching.mockReset();
  vi.stubGlobal('fetch', fetching);
});
afterEach(() => vi.unstubAllGlobals());

describe('the API client', () => {
  it('answers with the body', async () => {
    fetching.mockResolvedValueOnce(json(200, CLIENT));
    expect(await readClient()).toEqual(CLIENT);
    expect(new URL(requestNo(0).url).pathname).toBe('/api/v1/clients/c1');
    expect(requestNo(0).headers.has('X-Rapport-Request')).toBe(false);
  });

  it('marks changes as its own and passes the version on', async () => {
    fetching.mockResolvedValueOnce(json(200, CLIENT));
    await changeClient();
    expect(requestNo(0).headers.get('X-Rapport-Request')).toBe('1');
    expect(requestNo(0).headers.get('If-Match')).toBe('"3"');
  });

  it('throws a refusal with all that the server said', async () => {
    fetching.mockResolvedValueOnce(json(422, PROBLEM));
    const refusal = await changeClient().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ProblemError);
    expect(refusal).toMatchObject({
      code: 'not-a-decimal',
      field: 'credit_limit',
      requestId: 'r1',
      status: 422,
    });
  });

  it('makes a problem of an answer that is none', async () => {
    const gateway = new Response('<html>', { status: 502, headers: { 'x-request-id': 'r2' } });
    fetching.mockResolvedValueOnce(gateway);
    await expect(readClient()).rejects.toMatchObject({ code: 'http-502', requestId: 'r2' });
  });

  it('says that it is offline when no answer comes', async () => {
    fetching.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await expect(readClient()).rejects.toBeInstanceOf(OfflineError);
  });
});

describe('an ended session', () => {
  it('keeps the request until somebody signs in, and repeats it with its body', async () => {
    fetching.mockResolvedValueOnce(json(401, { ...PROBLEM, status: 401, code: 'not-signed-in' }));
    fetching.mockResolvedValueOnce(json(200, CLIENT));
    const change = changeClient();
    await vi.waitFor(() => expect(sessionGate.isClosed()).toBe(true));
    sessionGate.open();
    expect(await change).toEqual(CLIENT);
    expect(await requestNo(1).json()).toEqual({ trading_name: 'Vale' });
  });

  it('lets go of the request when the dialog is left', async () => {
    fetching.mockResolvedValueOnce(json(401, { ...PROBLEM, status: 401 }));
    const reading = readClient();
    await vi.waitFor(() => expect(sessionGate.isClosed()).toBe(true));
    sessionGate.giveUp();
    await expect(reading).rejects.toBeInstanceOf(SignedOutError);
  });
});
