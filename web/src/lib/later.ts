import { type ComponentType, useEffect, useState } from 'react';

const REST_MS = 2_000;
const AGAIN_MS = 5_000;
const BUSY = ['keydown', 'pointerdown', 'wheel'] as const;

/**
 * Whether the page has come to rest: it is shown, and nobody does anything. What nobody sees yet is loaded
 * then: it costs neither the first look nor the first keys.
 */
export function useAtRest(): boolean {
  const [isAtRest, setAtRest] = useState(false);
  useEffect(() => {
    if (isAtRest) return;
    let timer = 0;
    const wait = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => setAtRest(true), REST_MS);
    };
    wait();
    for (const name of BUSY) window.addEventListener(name, wait, { passive: true });
    return () => {
      window.clearTimeout(timer);
      for (const name of BUSY) window.removeEventListener(name, wait);
    };
  }, [isAtRest]);
  return isAtRest;
}

/**
 * A component that is loaded once it is wanted. Unlike `lazy` it does not take the page down with it where
 * the connection is away: it tries again.
 */
export function useLater<Props>(
  load: () => Promise<ComponentType<Props>>,
  isWanted: boolean,
): ComponentType<Props> | undefined {
  const [loaded, setLoaded] = useState<{ component: ComponentType<Props> }>();
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try is another load
  useEffect(() => {
    if (!isWanted || loaded) return;
    let isGone = false;
    let again: number | undefined;
    load().then(
      (component) => isGone || setLoaded({ component }),
      () => {
        if (!isGone) again = window.setTimeout(() => setTries((tries) => tries + 1), AGAIN_MS);
      },
    );
    return () => {
      isGone = true;
      window.clearTimeout(again);
    };
  }, [isWanted, loaded, load, tries]);
  return loaded?.component;
}
