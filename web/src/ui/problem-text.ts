import {
  isForbidden,
  isNotFound,
  OfflineError,
  ProblemError,
  UnknownOutcomeError,
} from '@/api/problem';
import { sayProblem, type T } from '@/i18n';

export interface ProblemText {
  title: string;
  detail: string;
  /** What the server said in English, with its values, where `detail` says it in the user's language. */
  original?: string | undefined;
  requestId?: string | undefined;
}

/** An error in words for the person in front of the screen. */
export function messageOf(error: unknown, t: T): ProblemText {
  if (error instanceof OfflineError) {
    return { title: t('ui:problem.offline'), detail: t('ui:problem.offlineDetail') };
  }
  if (error instanceof UnknownOutcomeError) {
    return { title: t('ui:problem.unknown'), detail: t('ui:problem.unknownDetail') };
  }
  if (error instanceof ProblemError) {
    const own = sayProblem(error.code);
    const said = sentence(error.detail);
    return {
      title: t(titleOf(error)),
      detail: own ?? said,
      original: own && said,
      requestId: error.requestId,
    };
  }
  return { title: t('ui:problem.title'), detail: t('ui:problem.unexpected') };
}

function titleOf(error: ProblemError) {
  if (isForbidden(error)) return 'ui:problem.forbidden';
  return isNotFound(error) ? 'ui:problem.notFound' : 'ui:problem.title';
}

/** What a row, a job or a problem was refused for: in the user's language, or else as the server says it. */
export const reason = (code: string | null | undefined, said: string) =>
  (code && sayProblem(code)) || sentence(said);

/** The API's details begin in lower case; on screen they are sentences. */
export const sentence = (text: string) =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? '' : '.');
