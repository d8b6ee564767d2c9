import { isNothing, joined, type PreferenceChange, remaining } from './preference-change';

/** Changes in quick succession go out as one. */
const GATHER_MS = 600;
/** After a try without an answer, the next one. */
const AGAIN_MS = 30_000;

export interface OutboxOptions {
  /** Reads what the server has, lays the change over it, and saves the whole. */
  send: (change: PreferenceChange) => Promise<void>;
  /** Whether an error is the server's answer: the change is then given up. */
  isRefusal: (error: unknown) => boolean;
  refused: (error: unknown) => void;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Under which name the storage keeps what is not sent yet. */
  key: string;
}

/** Changes on their way to the server. They are kept in the browser until they have arrived. */
export class Outbox {
  private readonly options: OutboxOptions;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending = false;
  private listeners = new Set<() => void>();

  constructor(options: OutboxOptions) {
    this.options = options;
    if (!isNothing(this.pending())) this.schedule(0);
  }

  pending(): PreferenceChange {
    try {
      return JSON.parse(this.options.storage.getItem(this.options.key) ?? '{}');
    } catch {
      return {};
    }
  }

  add(change: PreferenceChange) {
    this.keep(joined(this.pending(), change));
    this.schedule(GATHER_MS);
  }

  /** Sends now, such as when the connection is back. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    const change = this.pending();
    if (this.sending || isNothing(change)) return;
    this.sending = true;
    let wait = GATHER_MS;
    try {
      await this.options.send(change);
      this.keep(remaining(this.pending(), change));
    } catch (error) {
      if (this.options.isRefusal(error)) {
        this.keep(remaining(this.pending(), change));
        this.options.refused(error);
      } else wait = AGAIN_MS;
    } finally {
      this.sending = false;
    }
    if (!isNothing(this.pending())) this.schedule(wait);
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  private keep(change: PreferenceChange) {
    const { storage, key } = this.options;
    if (isNothing(change)) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(change));
    for (const listener of this.listeners) listener();
  }

  private schedule(wait: number) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), wait);
  }
}
