import type { CSSProperties, PointerEvent, RefObject } from 'react';
import type { Column } from './definition';

/** Columns that somebody made wider or narrower, in pixels by their id. */
export type Widths = Readonly<Record<string, number>>;

export const WIDTH_STEP = 16;
const WIDTH_MIN = 44;
const WIDTH_MAX = 1_200;
const CHECK_PX = 36;
const USUAL_PX = 120;

export const within = (px: number) => Math.round(Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, px)));

/** The widths with another one for a column; undefined for the usual one. */
export function withWidth(widths: Widths, column: string, px: number | undefined): Widths {
  const { [column]: _, ...others } = widths;
  return px === undefined ? others : { ...others, [column]: px };
}

/** Columns share spare room in proportion; one whose width was set keeps it. */
export function layoutOf(
  columns: readonly Pick<Column<never>, 'id' | 'width'>[],
  widths: Widths,
  isSelectable: boolean,
): CSSProperties {
  const tracks = columns.map(({ id, width = USUAL_PX }) => {
    const set = widths[id];
    return set === undefined ? `minmax(${width}px, ${width}fr)` : `${set}px`;
  });
  const least = columns.reduce((sum, { id, width = USUAL_PX }) => sum + (widths[id] ?? width), 0);
  return {
    '--columns': [...(isSelectable ? [`${CHECK_PX}px`] : []), ...tracks].join(' '),
    '--least': `${least + (isSelectable ? CHECK_PX : 0)}px`,
    '--first': isSelectable ? `${CHECK_PX}px` : '0px',
  } as CSSProperties;
}

interface Drag {
  grid: RefObject<HTMLElement | null>;
  /** The layout with another width for the column that is dragged. */
  layout: (px: number) => CSSProperties;
  onEnd: (px: number) => void;
}

/** Follows the pointer from the edge of a header: the page is laid out anew, and rendered only at the end. */
export function dragEdge(event: PointerEvent<HTMLElement>, { grid, layout, onEnd }: Drag) {
  if (event.button !== 0) return;
  event.preventDefault();
  const edge = event.currentTarget;
  const before = edge.parentElement?.offsetWidth ?? USUAL_PX;
  const from = event.clientX;
  const widthAt = (x: number) => within(before + x - from);
  const move = (moved: globalThis.PointerEvent) => {
    for (const [name, value] of Object.entries(layout(widthAt(moved.clientX)))) {
      grid.current?.style.setProperty(name, String(value));
    }
  };
  const end = (ended: globalThis.PointerEvent) => {
    edge.removeEventListener('pointermove', move);
    const px = widthAt(ended.clientX);
    if (px !== before) onEnd(px);
  };
  edge.setPointerCapture(event.pointerId);
  edge.addEventListener('pointermove', move);
  edge.addEventListener('pointerup', end, { once: true });
  edge.addEventListener('pointercancel', end, { once: true });
}
