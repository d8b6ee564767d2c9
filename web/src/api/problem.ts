import { sayProblem } from '@/i18n';
import type { components } from './schema';

export type Problem = components['schemas']['Problem'];

/** As the server says it; `http-502` where the answer is not its own, such as a proxy's. */
export type ProblemCode = Problem['code'] | `http-${number}`;

type Told = Pick<Problem, 'status' | 'detail'> &
  Partial<Omit<Problem, 'code'>> & { code: ProblemCode };

/** The server answered that the request cannot be done, and why. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly field: string | undefined;
  readonly requestId: string | undefined;

  constructor(problem: Told) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.field = problem.field ?? undefined;
    this.requestId = problem.request_id ?? undefined;
  }
}

/** No answer came: the connection is gone, or the server is. Nobody knows whether it was done. */
export class OfflineError extends Error {
  constructor(cause?: unknown) {
    super('no answer from the server', { cause });
    this.name = 'OfflineError';
  }
}

/** Something else is to be sent while nobody knows what became of what was sent before. */
export class UnknownOutcomeError extends Error {
  constructor() {
    super('it is not known whether what was sent before was saved');
    this.name = 'UnknownOutcomeError';
  }
}

/** The sign-in dialog was left without signing in. */
export class SignedOutError extends Error {
  constructor() {
    super('signed out');
    this.name = 'SignedOutError';
  }
}

export const isProblem = (error: unknown, ...codes: ProblemCode[]): error is ProblemError =>
  error instanceof ProblemError && (codes.length === 0 || codes.includes(error.code));

export const isNotFound = (error: unknown) => error instanceof ProblemError && error.status === 404;

const NO_ANSWER = [408, 502, 503, 504];

/** The request may have been done all the same: no answer of the server's own came back. */
export const isUnanswered = (error: unknown) =>
  error instanceof OfflineError ||
  (error instanceof ProblemError && NO_ANSWER.includes(error.status));

/** Turned away before it was looked at: it tells nothing of an earlier try. */
export const isTurnedAway = (error: unknown) =>
  error instanceof SignedOutError || (error instanceof ProblemError && error.status === 429);

export const isForbidden = (error: unknown) =>
  error instanceof ProblemError && error.status === 403;

/** For a field, where there is room for one sentence: the user's own language, else the server's. */
export const messageAtField = (error: ProblemError) => sayProblem(error.code) ?? error.detail;

/** Somebody else changed the thing since it was read (`If-Match`). */
export const isConflict = (error: unknown) => error instanceof ProblemError && error.status === 412;

/** What went wrong in words to show: never more than the server meant for people. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const body = (await response.json().catch(() => null)) as Problem | null;
  if (body?.code) return new ProblemError(body);
  return new ProblemError({
    status: response.status,
    code: `http-${response.status}`,
    detail: response.statusText || `HTTP ${response.status}`,
    request_id: requestId,
  });
}
