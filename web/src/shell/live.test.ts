// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { follow } from './live';

class FakeSource {
  static CLOSED = 2;
  static made: FakeSource[] = [];
  readyState = 1;
  onerror: (() => void) | undefined;
  private heard = new Map<string, (event: { data: string }) => void>();
  constructor(readonly url: string) {
    FakeSource.made.push(this);
  }
  addEventListener(name: string, hear: (event: { data: string }) => void) {
    this.heard.set(name, hear);
  }
  tell(name: string, data: unknown) {
    this.heard.get(name)?.({ data: JSON.stringify(data) });
  }
  close() {
    this.readyState = FakeSource.CLOSED;
  }
}

const hide = (hidden: boolean) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
};

const queries = new QueryClient();
const isStale = (key: string[]) => queries.getQueryState(key)?.isInvalidated;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeSource);
  FakeSource.made = [];
  queries.clear();
  queries.setQueryData(['clients', 'x'], 1);
  queries.setQueryData(['taxes', 'x'], 1);
  stop = follow(queries);
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('reads again what changed, and only that', () => {
  FakeSource.made[0]?.tell('changed', { kinds: ['client'], own: true });
  vi.advanceTimersByTime(1_000);
  expect(isStale(['clients', 'x'])).toBe(true);
  expect(isStale(['taxes', 'x'])).toBe(false);
});

it('reads everything again after a reset', () => {
  FakeSource.made[0]?.tell('reset', {});
  expect(isStale(['taxes', 'x'])).toBe(true);
});

it('misses nothing while the window is hidden for a moment', () => {
  hide(true);
  vi.advanceTimersByTime(5_000);
  FakeSource.made[0]?.tell('changed', { kinds: ['client'], own: false });
  hide(false);
  vi.advanceTimersByTime(120_000);
  expect(FakeSource.made).toHaveLength(1);
  expect(FakeSource.made[0]?.readyState).toBe(1);
  expect(isStale(['clients', 'x'])).toBe(true);
});

it('is closed while the window is hidden for long, and catches up afterwards', () => {
  hide(true);
  vi.advanceTimersByTime(120_000);
  expect(FakeSource.made[0]?.readyState).toBe(FakeSource.CLOSED);
  hide(false);
  expect(FakeSource.made).toHaveLength(2);
  expect(isStale(['taxes', 'x'])).toBe(true);
});

it('comes again after it was refused', () => {
  const [source] = FakeSource.made;
  source?.close();
  source?.onerror?.();
  vi.advanceTimersByTime(31_000);
  expect(FakeSource.made).toHaveLength(2);
});
