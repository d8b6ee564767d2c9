import type { KeyboardEvent, RefObject } from 'react';
import {
  discounted,
  filledUp,
  oldestFirst,
  type Shares,
  shareOf,
  type Target,
  toggled,
  withShare,
} from './applying';

interface Keys {
  rows: RefObject<HTMLTableSectionElement | null>;
  targets: readonly Target[];
  shares: Shares;
  set: (shares: Shares) => void;
  free: string;
  suggestion: Shares | undefined;
}

/** Single keys in the amounts: numbers are typed, everything else is a command. */
export function useApplyKeys({ rows, targets, shares, set, free, suggestion }: Keys) {
  const focus = (index: number) =>
    rows.current?.querySelectorAll<HTMLElement>('[data-target]')[index]?.focus();
  return (event: KeyboardEvent) => {
    const { target: element } = event;
    const id = element instanceof HTMLElement ? element.dataset.target : undefined;
    const index = targets.findIndex((target) => target.id === id);
    const target = targets[index];
    if (!target || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts: Record<string, () => void> = {
      ' ': () => set(toggled(shares, target, free)),
      ArrowUp: () => focus(index - 1),
      ArrowDown: () => focus(index + 1),
      f: () => set(filledUp(shares, target, free)),
      o: () => set(oldestFirst(targets, free)),
      s: () => suggestion && set(suggestion),
      x: () => set({}),
      w: () =>
        rows.current
          ?.querySelector<HTMLElement>(`[data-row="${target.id}"] [data-explain]`)
          ?.click(),
      d: () => set(discounted(shares, target, free)),
      r: () => {
        const { closeRest } = shareOf(shares, target.id);
        set(withShare(shares, target.id, { closeRest: !closeRest }));
      },
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    // What is typed next takes the place of what a key filled in.
    requestAnimationFrame(() => {
      const input = document.activeElement;
      if (input instanceof HTMLInputElement) input.select();
    });
  };
}
