import { SignedOutError } from './problem';

/**
 * Between a request that met an expired session and the dialog that renews it: every request that
 * got 401 waits here, and is repeated once somebody has signed in again.
 */
interface Waiter {
  signedIn: () => void;
  gaveUp: (error: SignedOutError) => void;
}

let waiting: Waiter[] = [];
const listeners = new Set<() => void>();

const tell = () => {
  for (const listener of listeners) listener();
};

export const sessionGate = {
  /** For a request: resolves when the session is renewed. */
  untilSignedIn(): Promise<void> {
    return new Promise((signedIn, gaveUp) => {
      waiting = [...waiting, { signedIn, gaveUp }];
      tell();
    });
  },
  isClosed: () => waiting.length > 0,
  /** For the dialog. */
  open() {
    const waiters = waiting;
    waiting = [];
    tell();
    for (const waiter of waiters) waiter.signedIn();
  },
  giveUp() {
    const waiters = waiting;
    waiting = [];
    tell();
    for (const waiter of waiters) waiter.gaveUp(new SignedOutError());
  },
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
