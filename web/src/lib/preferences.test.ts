import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { joined, merged, type Preferences, remaining } from './preference-change';
import { Outbox } from './preference-outbox';

const kept: Preferences = {
  language: 'en',
  locale: null,
  time_zone: 'UTC',
  density: 'comfortable',
  theme: 'system',
  lists: { clients: { columns: ['number'] }, app: { changes_seen: 'a' } },
};

describe('a change of settings', () => {
  it('leaves everything that it does not name', () => {
    const after = merged(kept, { theme: 'dark', lists: { invoices: { columns: ['number'] } } });
    expect(after.theme).toBe('dark');
    expect(after.density).toBe('comfortable');
    expect(Object.keys(after.lists)).toEqual(['clients', 'app', 'invoices']);
  });

  it('forgets a fact, and a list of which nothing is left', () => {
    expect(merged(kept, { lists: { clients: { columns: null } } }).lists).toEqual({
      app: { changes_seen: 'a' },
    });
  });

  it('is one with a later change', () => {
    const both = joined({ theme: 'dark', lists: { a: { x: 1 } } }, { lists: { a: { y: 2 } } });
    expect(both).toEqual({ theme: 'dark', lists: { a: { x: 1, y: 2 } } });
  });

  it('has left what was changed again while it was sent', () => {
    const sent = { theme: 'dark', lists: { a: { x: 1 } } } as const;
    expect(remaining({ theme: 'dark', lists: { a: { x: 2 } } }, sent)).toEqual({
      lists: { a: { x: 2 } },
    });
    expect(remaining(sent, sent)).toEqual({});
  });
});

describe('the outbox of settings', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function made(send: (change: object) => Promise<void>, held = new Map<string, string>()) {
    const refused = vi.fn();
    const storage = {
      getItem: (key: string) => held.get(key) ?? null,
      setItem: (key: string, value: string) => void held.set(key, value),
      removeItem: (key: string) => void held.delete(key),
    };
    const isRefusal = (error: unknown) => (error as Error).message === 'no';
    return { outbox: new Outbox({ send, isRefusal, refused, storage, key: 'k' }), refused, held };
  }

  it('sends changes in quick succession as one', async () => {
    const send = vi.fn(async () => undefined);
    const { outbox, held } = made(send);
    outbox.add({ theme: 'dark' });
    outbox.add({ density: 'compact' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(send.mock.calls).toEqual([[{ theme: 'dark', density: 'compact' }]]);
    expect(held.size).toBe(0);
  });

  it('keeps them while there is no connection, over a restart too', async () => {
    const send = vi.fn(async () => Promise.reject(new Error('offline')));
    const { outbox, held } = made(send);
    outbox.add({ theme: 'dark' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(outbox.pending()).toEqual({ theme: 'dark' });
    const again = vi.fn(async () => undefined);
    made(again, held);
    await vi.advanceTimersByTimeAsync(10);
    expect(again).toHaveBeenCalledWith({ theme: 'dark' });
  });

  it('gives up what the server refuses, and says so', async () => {
    const { outbox, refused } = made(async () => Promise.reject(new Error('no')));
    outbox.add({ locale: 'xx-nonsense' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(outbox.pending()).toEqual({});
    expect(refused).toHaveBeenCalledOnce();
  });
});
