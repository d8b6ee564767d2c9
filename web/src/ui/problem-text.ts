import { isForbidden, isNotFound, OfflineError, ProblemError } from '@/api/problem';
import type { T } from '@/i18n';

export interface ProblemText {
  title: string;
  detail: string;
  requestId?: string | undefined;
}

/** An error in words for the person in front of the screen. */
export function messageOf(error: unknown, t: T): ProblemText {
  if (error instanceof OfflineError) {
    return { title: t('ui:problem.offline'), detail: t('ui:problem.offlineDetail') };
  }
  if (error instanceof ProblemError) {
    const requestId = error.requestId;
    if (isForbidden(error)) {
      return { title: t('ui:problem.forbidden'), detail: sentence(error.detail), requestId };
    }
    if (isNotFound(error)) {
      return { title: t('ui:problem.notFound'), detail: sentence(error.detail), requestId };
    }
    return { title: t('ui:problem.title'), detail: sentence(error.detail), requestId };
  }
  return { title: t('ui:problem.title'), detail: t('ui:problem.unexpected') };
}

/** The API's details begin in lower case; on screen they are sentences. */
export const sentence = (text: string) =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? '' : '.');
