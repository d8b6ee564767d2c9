import { type ComponentType, useEffect, useState } from 'react';

const SETTLED_MS = 1_500;
const AGAIN_MS = 5_000;

/** Whether the page has come to rest: what nobody sees yet is loaded then, and costs the first look nothing. */
export function useAtRest(): boolean {
  const [isAtRest, setAtRest] = useState(false);
  useEffect(() => {
    let idle: number | undefined;
    const timer = window.setTimeout(() => {
      if (window.requestIdleCallback) {
        idle = window.requestIdleCallback(() => setAtRest(true), { timeout: SETTLED_MS });
      } else setAtRest(true); // Safari
    }, SETTLED_MS);
    return () => {
      window.clearTimeout(timer);
      if (idle !== undefined) window.cancelIdleCallback(idle);
    };
  }, []);
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
