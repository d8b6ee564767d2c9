import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { isZero } from '@/lib/format';
import { filledUp, isAmount, movedOver, type Shares, shareOf, type Target } from './applying';

/** What is dragged: the rest of the credit, or what an invoice has or would get. */
export interface Dragged {
  /** The invoice that it is taken from; none for the rest. */
  from: string | undefined;
  amount: string;
}

export interface Drag {
  dragged: Dragged | undefined;
  /** The row below the pointer, and how much it would take. */
  over: { id: string; amount: string } | undefined;
  begin: (event: PointerEvent<HTMLElement>, dragged: Dragged) => void;
  ghost: RefObject<HTMLDivElement | null>;
}

interface Options {
  fits: (dragged: Dragged, id: string) => string;
  onDrop: (dragged: Dragged, id: string) => void;
}

/** Moves what an invoice has, or gives it from what is left. */
export function dropped(
  shares: Shares,
  from: Target | undefined,
  to: Target,
  free: string,
  amount: string,
): Shares {
  const isGiven = from && isAmount(shareOf(shares, from.id).amount);
  return isGiven ? movedOver(shares, from, to) : filledUp(shares, to, free, amount);
}

const rowAt = (x: number, y: number) =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-row]')?.dataset.row;

const EDGE = 90;
const STEP = 9;

/** Amounts carried from place to place by mouse, pen or finger. Escape lets go. */
export function useDrag({ fits, onDrop }: Options): Drag {
  const [dragged, setDragged] = useState<Dragged>();
  const [over, setOver] = useState<Drag['over']>();
  const ghost = useRef<HTMLDivElement>(null);
  const at = useRef({ x: 0, y: 0 });
  const latest = useRef({ fits, onDrop });
  latest.current = { fits, onDrop };

  useEffect(() => {
    if (!dragged) return;
    const page = document.getElementById('page');
    let frame = 0;
    const follow = () => {
      const { x, y } = at.current;
      if (ghost.current) ghost.current.style.transform = `translate(${x + 14}px, ${y + 10}px)`;
      if (y < EDGE) page?.scrollBy(0, -STEP);
      if (y > window.innerHeight - EDGE) page?.scrollBy(0, STEP);
      const id = rowAt(x, y);
      const amount =
        id === undefined || id === dragged.from ? '0' : latest.current.fits(dragged, id);
      const next = id === undefined || isZero(amount) ? undefined : { id, amount };
      setOver((before) =>
        before?.id === next?.id && before?.amount === next?.amount ? before : next,
      );
      frame = requestAnimationFrame(follow);
    };
    const end = () => {
      setDragged(undefined);
      setOver(undefined);
    };
    const move = (event: globalThis.PointerEvent) => {
      at.current = { x: event.clientX, y: event.clientY };
    };
    const drop = (event: globalThis.PointerEvent) => {
      const id = rowAt(event.clientX, event.clientY);
      end();
      if (id !== undefined && id !== dragged.from) latest.current.onDrop(dragged, id);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') end();
    };
    follow();
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', drop);
    window.addEventListener('pointercancel', end);
    window.addEventListener('keydown', key);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', drop);
      window.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', key);
    };
  }, [dragged]);

  const begin: Drag['begin'] = (event, what) => {
    if (event.button !== 0 || !isAmount(what.amount)) return;
    event.preventDefault(); // neither selects text nor takes the focus away
    at.current = { x: event.clientX, y: event.clientY };
    setDragged(what);
  };
  return { dragged, over, begin, ghost };
}
