import { OfflineError, type Problem, ProblemError } from '@/api/problem';
import type { Schema } from '@/api/schemas';
import { sessionGate } from '@/api/session-gate';

export const FILE_BYTES_MAX = 512 * 1024 * 1024;

export type FileFault = 'tooLarge' | 'wrongKind' | 'empty';

/** What can be said of a file before it is sent. */
export function faultOf(file: Pick<File, 'name' | 'size'>): FileFault | undefined {
  if (file.size === 0) return 'empty';
  if (file.size > FILE_BYTES_MAX) return 'tooLarge';
  return /\.(csv|txt|tsv|tab|xlsx)$/i.test(file.name) ? undefined : 'wrongKind';
}

interface Sending {
  onProgress: (bytes: number) => void;
  signal: AbortSignal;
}

/** Sends a file. `fetch` tells nothing of how far it is, so this is the one place without it. */
export async function sendFile(file: File, sending: Sending): Promise<Schema<'ImportUpload'>> {
  const answer = await sendOnce(file, sending);
  if (answer.status !== 401) return uploadOf(answer);
  await sessionGate.untilSignedIn();
  return uploadOf(await sendOnce(file, sending));
}

function sendOnce(file: File, { onProgress, signal }: Sending): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const words = new URLSearchParams({ file_name: file.name });
    request.open('POST', `/api/v1/import-uploads?${words}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-Rapport-Request', '1');
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => resolve(request);
    request.onerror = () => reject(new OfflineError());
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

export function uploadOf({
  status,
  responseText,
}: Pick<XMLHttpRequest, 'status' | 'responseText'>): Schema<'ImportUpload'> {
  let answer: unknown;
  try {
    answer = JSON.parse(responseText);
  } catch {
    answer = undefined;
  }
  if (status >= 200 && status < 300) return answer as Schema<'ImportUpload'>;
  const problem = answer as Problem | undefined;
  throw new ProblemError(
    problem?.code ? problem : { status, code: `http-${status}`, detail: `HTTP ${status}` },
  );
}
