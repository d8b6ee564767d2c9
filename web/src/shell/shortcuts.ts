import { useEffect, useRef, useSyncExternalStore } from 'react';

/** Keys with a meaning: `n`, `?`, or one after the other: `g c`. */
export interface Shortcut {
  keys: string;
  label: string;
  run: () => void;
  /** Where the cheat sheet lists it. */
  group: 'everywhere' | 'goTo' | 'here';
}

const SEQUENCE_MS = 1_200;

let shortcuts: readonly Shortcut[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Shortcut[]) {
  shortcuts = next;
  for (const listener of listeners) listener();
}

/** What keys mean now: what the page itself says wins over what holds everywhere, later over earlier. */
export function meantBy(keys: string, known: readonly Shortcut[]): Shortcut | undefined {
  const meant = known.filter((shortcut) => shortcut.keys === keys);
  return meant.findLast((shortcut) => shortcut.group === 'here') ?? meant.at(-1);
}

/** Makes shortcuts work while the component is on screen. */
export function useShortcuts(own: readonly Shortcut[]) {
  const latest = useRef(own);
  latest.current = own;
  const shape = own.map((shortcut) => `${shortcut.keys}\t${shortcut.label}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: registered again when keys or labels change
  useEffect(() => {
    const mine = latest.current.map((shortcut, index) => ({
      ...shortcut,
      run: () => latest.current[index]?.run(),
    }));
    set([...shortcuts, ...mine]);
    return () => set(shortcuts.filter((shortcut) => !mine.includes(shortcut)));
  }, [shape]);
}

/** All that work now, for the cheat sheet. */
export const useKnownShortcuts = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shortcuts,
  );

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
      (target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit)$/.test(target.type)))
  );
}

export const isDialogOpen = () => document.querySelector('[aria-modal="true"]') !== null;

/** Listens to the keyboard; mounted once by the frame. */
export function useShortcutKeys() {
  useEffect(() => {
    let before = '';
    let beforeAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || isDialogOpen() || event.key.length !== 1) return;
      const sequence =
        before && event.timeStamp - beforeAt < SEQUENCE_MS ? `${before} ${event.key}` : event.key;
      const found = meantBy(sequence, shortcuts);
      if (found) {
        event.preventDefault();
        before = '';
        found.run();
        return;
      }
      const begins = shortcuts.some((shortcut) => shortcut.keys.startsWith(`${event.key} `));
      before = begins ? event.key : '';
      beforeAt = event.timeStamp;
    };
    // Before the lists hear it: `g j` is a sequence, and not a `j` that moves a row.
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, []);
}
