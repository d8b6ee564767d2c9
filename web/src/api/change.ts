import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { showDone, showProblem } from '@/ui/toasts';
import { newIdempotencyKey } from './client';
import { invalidateKinds, type SubjectKind } from './keys';
import {
  isProblem,
  isTurnedAway,
  isUnanswered,
  messageAtField,
  OfflineError,
  SignedOutError,
  UnknownOutcomeError,
} from './problem';

export interface ChangeOptions<Input, Output> {
  /**
   * Sends the change. Creations pass `key` as `Idempotency-Key`; it stays while a try is repeated.
   * Only a creation may read it: that is how it is known for one.
   */
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
  /** Repeats the last try; where its outcome is not known, with the same idempotency key. */
  retry: () => Promise<Output | undefined>;
  pending: boolean;
  /** The last one sent is saved; it holds already when `onDone` is called. */
  isDone: () => boolean;
  /** What went wrong, where it belongs to no field of `fields`. */
  problem: Error | undefined;
  /** Messages by field path, in the user's language: `fieldErrors['lines/2/quantity']`. */
  fieldErrors: Record<string, string>;
  /** Forgets what went wrong; not that the outcome of a try is unknown. */
  reset: () => void;
}

async function perform<Input, Output>(
  { run, touches, done, undo, onDone }: ChangeOptions<Input, Output>,
  queries: QueryClient,
  input: Input,
  trying: { key: string; isKeyed: boolean },
): Promise<Output> {
  const context = {
    get key() {
      trying.isKeyed = true;
      return trying.key;
    },
  };
  const output = await run(input, context);
  const refresh = () => invalidateKinds(queries, touches);
  void refresh();
  onDone?.(output, input);
  if (done) {
    const message = typeof done === 'function' ? done(output, input) : done;
    showDone(message, undo && (() => undo(output, input).then(refresh)));
  }
  return output;
}

interface Try<Input> {
  input: Input;
  text: string;
  key: string;
  /** The key was sent: it makes something, and would make it twice under another. */
  isKeyed: boolean;
  /** It was sent, and nobody knows whether it was done. */
  isUnknown: boolean;
}

const newTry = <Input>(input: Input, text: string): Try<Input> => ({
  input,
  text,
  key: newIdempotencyKey(),
  isKeyed: false,
  isUnknown: false,
});

/**
 * A change of something in the API. The same input that failed without an answer is repeated under
 * the same idempotency key. Another input is not sent before it is known what became of the first
 * (`UnknownOutcomeError`): `retry` finds out. A refusal or a success begins a new try.
 */
export function useChange<Input, Output>(
  options: ChangeOptions<Input, Output>,
): Change<Input, Output> {
  const queries = useQueryClient();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const latest = useRef(options);
  latest.current = options;
  const attempt = useRef<Try<Input>>(undefined);
  const refused = useRef<{ input: Input }>(undefined);
  const done = useRef(false);
  const running = useRef(false);

  const send = useCallback(
    async (input: Input) => {
      if (running.current) return undefined;
      const text = JSON.stringify(input) ?? '';
      const isOther = attempt.current?.text !== text;
      if (isOther && attempt.current?.isUnknown) {
        setFailure(new UnknownOutcomeError());
        return undefined;
      }
      const trying = isOther || !attempt.current ? newTry(input, text) : attempt.current;
      attempt.current = trying;
      running.current = true;
      done.current = false;
      setPending(true);
      setFailure(undefined);
      try {
        const onDone = (output: Output, input: Input) => {
          done.current = true;
          latest.current.onDone?.(output, input);
        };
        const output = await perform({ ...latest.current, onDone }, queries, input, trying);
        attempt.current = undefined;
        return output;
      } catch (error) {
        // A refusal is an answer: what is sent next is another request.
        const isLost = isUnanswered(error) || (trying.isUnknown && isTurnedAway(error));
        trying.isUnknown = isLost && trying.isKeyed;
        if (!isLost) attempt.current = undefined;
        refused.current = { input };
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
    const last = attempt.current ?? refused.current;
    return last ? send(last.input) : undefined;
  }, [send]);

  const reset = useCallback(() => {
    refused.current = undefined;
    if (!attempt.current?.isUnknown) attempt.current = undefined;
    setFailure(undefined);
  }, []);

  const isDone = useCallback(() => done.current, []);

  const refusal = isProblem(failure) ? failure : undefined;
  const field = refusal?.field;
  const atField = field !== undefined && (options.fields?.includes(field) ?? false);
  return {
    send,
    retry,
    reset,
    pending,
    isDone,
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
      const trying = newTry(input, '');
      const tryIt = async (): Promise<Output | undefined> => {
        try {
          return await perform(latest.current, queries, input, trying);
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
