import { useRef, useState } from 'react';

/** The same functions over all renders, so that rows need not render again; they do what the last render says. */
export function useStable<T extends object>(acts: T): T {
  const latest = useRef(acts);
  latest.current = acts;
  const [stable] = useState(
    () =>
      Object.fromEntries(
        Object.keys(acts).map((name) => [
          name,
          (...args: unknown[]) =>
            (latest.current[name as keyof T] as (...args: unknown[]) => unknown)(...args),
        ]),
      ) as T,
  );
  return stable;
}
