import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { showDone, showProblem } from '@/ui/toasts';
import { newIdempotencyKey } from './client';
import { invalidateKinds, type SubjectKind } from './keys';
import { isProblem, messageAtField, OfflineError, SignedOutError } from './problem';

export interface ChangeOptions<Input, Output> {
  /** Sends the change. Creations pass `key` as `Idempotency-Key`; it stays while a try is repeated. */
  run: (input: Input, context: { key: string }) => Promise<Output>;
  /** The audit subject kinds it touches: what shows them is read again. */
  touches: readonly SubjectKind[];
  /** The toast after success; without it none is shown. */
  done?: string | ((output: Output, input: Input) => string);
  /** How to take it back, offered in the toast. */
  undo?: (output: Output, input: Input) => Promise<unknown>;
  onDone?: (output: Output, input: Input) => void;
  /** Fields that the form shows itself; a problem at any other field is shown as an alert. */
  fields?: readonly string[];
}

export interface Change<Input, Output> {
  /** Resolves with the answer, or with undefined where it failed: the problem is then in `problem`. */
  send: (input: Input) => Promise<Output | undefined>;
  /** Repeats the last try with the same idempotency key. */
  retry: () => Promise<Output | undefined>;
  pending: boolean;
  /** What went wrong, where it belongs to no field of `fields`. */
  problem: Error | undefined;
  /** Messages by field path, in the user's language: `fieldErrors['lines/2/quantity']`. */
  fieldErrors: Record<string, string>;
  /** Forgets what went wrong, and begins a new try. */
  reset: () => void;
}

async function perform<Input, Output>(
  { run, touches, done, undo, onDone }: ChangeOptions<Input, Output>,
  queries: QueryClient,
  input: Input,
  key: string,
): Promise<Output> {
  const output = await run(input, { key });
  const refresh = () => invalidateKinds(queries, touches);
  void refresh();
  onDone?.(output, input);
  if (done) {
    const message = typeof done === 'function' ? done(output, input) : done;
    showDone(message, undo && (() => undo(output, input).then(refresh)));
  }
  return output;
}

/**
 * A change of something in the API. The same input that failed without an answer is repeated under
 * the same idempotency key; another input, or a success, begins a new one.
 */
export function useChange<Input, Output>(
  options: ChangeOptions<Input, Output>,
): Change<Input, Output> {
  const queries = useQueryClient();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const latest = useRef(options);
  latest.current = options;
  const attempt = useRef<{ key: string; text: string; input: Input }>(undefined);
  const running = useRef(false);

  const send = useCallback(
    async (input: Input) => {
      if (running.current) return undefined;
      running.current = true;
      setPending(true);
      setFailure(undefined);
      const text = JSON.stringify(input) ?? '';
      if (attempt.current?.text !== text) {
        attempt.current = { key: newIdempotencyKey(), text, input };
      }
      try {
        const output = await perform(latest.current, queries, input, attempt.current.key);
        attempt.current = undefined;
        return output;
      } catch (error) {
        // A refusal is an answer: what is sent next is another request.
        if (!(error instanceof OfflineError)) attempt.current = undefined;
        if (!(error instanceof SignedOutError)) setFailure(error as Error);
        return undefined;
      } finally {
        running.current = false;
        setPending(false);
      }
    },
    [queries],
  );

  const retry = useCallback(async () => {
    const last = attempt.current;
    return last ? send(last.input) : undefined;
  }, [send]);

  const reset = useCallback(() => {
    attempt.current = undefined;
    setFailure(undefined);
  }, []);

  const refusal = isProblem(failure) ? failure : undefined;
  const field = refusal?.field;
  const atField = field !== undefined && (options.fields?.includes(field) ?? false);
  return {
    send,
    retry,
    reset,
    pending,
    problem: atField ? undefined : failure,
    fieldErrors: refusal && field !== undefined ? { [field]: messageAtField(refusal) } : {},
  };
}

/** For a change without a form, such as a button in a row: what goes wrong is shown as a toast. */
export function useQuickChange<Input, Output>(options: ChangeOptions<Input, Output>) {
  const queries = useQueryClient();
  const latest = useRef(options);
  latest.current = options;
  return useCallback(
    async (input: Input): Promise<Output | undefined> => {
      const key = newIdempotencyKey();
      const tryIt = async (): Promise<Output | undefined> => {
        try {
          return await perform(latest.current, queries, input, key);
        } catch (error) {
          if (!(error instanceof SignedOutError)) {
            showProblem(error, error instanceof OfflineError ? () => void tryIt() : undefined);
          }
          return undefined;
        }
      };
      return tryIt();
    },
    [queries],
  );
}
