import { type RefObject, useEffect, useRef } from 'react';
import { isDialogOpen, isTyping } from '@/shell/shortcuts';
import type { Column } from './definition';
import type { Place } from './ListGrid';
import type { Selection } from './ListPage';

interface GridActs<Row> {
  place: Place;
  go: (place: Place) => void;
  edit: (place: Place) => boolean;
  open: (row: number) => void;
  /** Says where an amount comes from: that of the cell, else the first of the row. */
  explain: (place: Place) => boolean;
  /** Makes a column wider, or narrower by less than nought steps. */
  widen: (column: number, steps: number) => void;
  /** Goes to the end of a list that is not loaded so far. */
  turn?: () => void;
  selection: Selection | undefined;
  rows: number;
  columns: readonly Column<Row>[];
  editing: boolean;
}

const PAGE_ROWS = 15;

/** The keys of a list, while it has the focus or nothing else has. */
export function useGridKeys<Row>(grid: RefObject<HTMLDivElement | null>, acts: GridActs<Row>) {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || !isMeant(grid.current, event)) return;
      if (latest.current.editing || latest.current.rows === 0) return;
      if (press(latest.current, event)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [grid]);
}

function isMeant(grid: HTMLElement | null, event: KeyboardEvent): boolean {
  const target = event.target;
  if (!grid || isTyping(target) || isDialogOpen() || !(target instanceof HTMLElement)) return false;
  if (grid.contains(target)) {
    const isOwn = target === grid || target.getAttribute('role') === 'gridcell';
    return isOwn || !['Enter', ' '].includes(event.key); // links and buttons keep their own keys
  }
  return target === document.body || target.id === 'page';
}

/** Whether the key meant something here. */
function press<Row>(acts: GridActs<Row>, event: KeyboardEvent): boolean {
  const { place, go, selection } = acts;
  const { row, column } = place;
  if (event.ctrlKey || event.metaKey) {
    if (event.key === 'End' && acts.turn) {
      acts.turn();
      return true;
    }
    if (event.key !== 'a' || !selection) return false;
    selection.all();
    return true;
  }
  const move = (to: number) => {
    go({ row: to, column });
    if (event.shiftKey && selection) selection.extend(Math.max(0, Math.min(acts.rows - 1, to)));
    return true;
  };
  switch (event.key) {
    case 'j':
    case 'ArrowDown':
      return move(row + 1);
    case 'k':
    case 'ArrowUp':
      return move(row - 1);
    case 'PageDown':
      return move(row + PAGE_ROWS);
    case 'PageUp':
      return move(row - PAGE_ROWS);
    case 'Home':
      return move(0);
    case 'End':
      return move(acts.rows - 1);
    case 'ArrowLeft':
    case 'ArrowRight':
      if (event.shiftKey) acts.widen(column, event.key === 'ArrowLeft' ? -1 : 1);
      else go({ row, column: column + (event.key === 'ArrowLeft' ? -1 : 1) });
      return true;
    case 'Enter':
      acts.open(row);
      return true;
    case 'w':
      return acts.explain(place);
    case 'F2':
      return acts.edit(place) || editFirst(acts);
    case 'x':
    case ' ':
      selection?.toggle(row);
      return selection !== undefined;
    case 'X':
      selection?.extend(row);
      return selection !== undefined;
    case 'Escape':
      if (!selection || selection.count === 0) return false;
      selection.clear();
      return true;
    default:
      return false;
  }
}

function editFirst<Row>({ columns, edit, place }: GridActs<Row>): boolean {
  const column = columns.findIndex((column) => column.edit !== undefined);
  return column >= 0 && edit({ row: place.row, column });
}
