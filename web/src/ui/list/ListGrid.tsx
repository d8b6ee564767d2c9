import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, useState } from 'react';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { type Density, usePreferences } from '@/lib/preferences';
import { useStable } from '@/lib/stable';
import { dragEdge, layoutOf, WIDTH_STEP, type Widths, within, withWidth } from './column-widths';
import type { Column } from './definition';
import { useGridKeys } from './grid-keys';
import { HeaderCell } from './HeaderCell';
import type { Selection } from './ListPage';
import classes from './ListPage.module.css';
import { ListRow, type RowActs } from './ListRow';

interface Props<Row> {
  name: string;
  columns: readonly Column<Row>[];
  /** Where they are not kept, the grid knows them while it is in sight. */
  widths?: Widths;
  /** Undefined for the usual width. */
  onWidth?: (column: string, px: number | undefined) => void;
  rows: readonly Row[];
  /** Undefined until the first page is here. */
  total: number | undefined;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  rowKey: (row: Row) => string;
  rowName: (row: Row) => string;
  onOpen?: ((row: Row) => void) | undefined;
  onPoint?: ((row: Row) => void) | undefined;
  selection?: Selection | undefined;
  hasMore: boolean;
  isReading: boolean;
  readMore: () => void;
  /** Turns the order, so that the end comes first; where the order is known. */
  onTurn?: (() => void) | undefined;
  /** Rows of the question before, shown until the answer is here. */
  isStale: boolean;
}

const ROW_PX: Record<Density, number> = { compact: 28, comfortable: 34 };
const SKELETONS = 24;
/** So many rows before the last loaded one, the next page is asked for. */
const READ_AHEAD = 100;

/** A cell: its row and its column. */
export interface Place {
  row: number;
  column: number;
}

/** Rows in a grid that keeps only those in sight in the page, and reads on as it scrolls. */
export function ListGrid<Row>(props: Props<Row>) {
  const { t } = useT('ui');
  const { columns, rows, total, selection, hasMore } = props;
  const grid = useRef<HTMLDivElement>(null);
  const id = useId();
  const { preferences } = usePreferences();
  const height = ROW_PX[preferences.density ?? 'comfortable'];
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  const [editing, setEditing] = useState(false);

  const count = total === undefined ? SKELETONS : rows.length + (hasMore ? SKELETONS : 0);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => grid.current,
    estimateSize: () => height,
    overscan: 10,
    scrollPaddingStart: height,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density, another height
  useEffect(() => virtual.measure(), [height]);
  // Another question starts at its top.
  useEffect(() => {
    if (props.isStale) return;
    setPlace((place) => (place.row < rows.length ? place : { ...place, row: 0 }));
  }, [props.isStale, rows.length]);

  const inSight = virtual.getVirtualItems();
  const last = inSight.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !props.isReading && last >= rows.length - READ_AHEAD) props.readMore();
  }, [last, rows.length, hasMore, props.isReading, props.readMore]);

  const go = (next: Place) => {
    const row = Math.max(0, Math.min(rows.length - 1, next.row));
    const column = Math.max(0, Math.min(columns.length - 1, next.column));
    setPlace({ row, column });
    virtual.scrollToIndex(row);
    acts.point(rows[row]);
  };
  const edit = (at: Place) => {
    const row = rows[at.row];
    const cell = columns[at.column]?.edit;
    if (!row || !cell || cell.allowed?.(row) === false) return false;
    setPlace(at);
    setEditing(true);
    return true;
  };
  const open = (index: number) => {
    const row = rows[index];
    if (row) props.onOpen?.(row);
  };
  const explain = (at: Place) => {
    const cell = document.getElementById(`${id}-${at.row}-${at.column}`);
    const amountIn = (part: Element | null | undefined) =>
      part?.querySelector<HTMLElement>('[data-explain]');
    const amount = amountIn(cell) ?? amountIn(cell?.parentElement);
    amount?.click();
    return amount !== undefined && amount !== null;
  };
  const [own, setOwn] = useState<Widths>({});
  const widths = props.widths ?? own;
  const asked = useRef(widths); // keys come faster than what is kept
  asked.current = widths;
  const setWidth = (id: string, px: number | undefined) => {
    asked.current = withWidth(asked.current, id, px);
    if (props.onWidth) props.onWidth(id, px);
    else setOwn(asked.current);
  };
  const widen = (column: number, steps: number) => {
    const id = columns[column]?.id;
    const header = grid.current?.querySelectorAll<HTMLElement>('[data-header]')[column];
    if (!id || !header) return;
    setWidth(id, within((asked.current[id] ?? header.offsetWidth) + steps * WIDTH_STEP));
  };
  const turn = props.onTurn && {
    turn: () => {
      props.onTurn?.();
      setPlace((place) => ({ ...place, row: 0 }));
      virtual.scrollToIndex(0);
    },
  };
  const acting = { place, go, edit, open, explain, widen, selection, columns, editing, ...turn };
  useGridKeys(grid, { ...acting, rows: rows.length });

  const layout = (widths: Widths) => layoutOf(columns, widths, selection !== undefined);
  const acts = useStable<RowActs<Row>>({
    point: usePointing(props.onPoint),
    place: setPlace,
    edit,
    open,
    endEdit: () => {
      setEditing(false);
      grid.current?.focus();
    },
    toggle: (index) => selection?.toggle(index),
    extend: (index) => selection?.extend(index),
  });
  const active = rows.length > 0 ? `${id}-${place.row}-${place.column}` : undefined;

  return (
    <>
      <div
        ref={grid}
        className={classes.grid}
        role="grid"
        aria-label={props.name}
        aria-rowcount={total === undefined ? -1 : total + 1}
        aria-colcount={columns.length + (selection ? 1 : 0)}
        aria-multiselectable={selection ? true : undefined}
        aria-busy={props.isStale || total === undefined}
        aria-activedescendant={active}
        tabIndex={0}
        style={
          {
            ...layout(widths),
            '--row': `${height}px`,
          } as React.CSSProperties
        }
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" aria-rowindex={1} className={classes.row}>
            {selection && (
              <div role="columnheader" className={classes.check}>
                <Checkbox
                  size="xs"
                  aria-label={t('list.selectAllLoaded')}
                  checked={selection.count > 0 && selection.count >= (total ?? rows.length)}
                  indeterminate={selection.count > 0 && selection.count < (total ?? rows.length)}
                  onChange={() => (selection.count > 0 ? selection.clear() : selection.all())}
                />
              </div>
            )}
            {columns.map((column, at) => (
              <HeaderCell
                key={column.id}
                column={column}
                isFirst={at === 0}
                sort={props.sort}
                onSort={props.onSort}
                onDrag={(event) =>
                  dragEdge(event, {
                    grid,
                    layout: (px) => layout(withWidth(widths, column.id, px)),
                    onEnd: (px) => setWidth(column.id, px),
                  })
                }
                onReset={() => setWidth(column.id, undefined)}
              />
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          className={classes.body}
          data-stale={props.isStale || undefined}
          style={{ height: virtual.getTotalSize() }}
        >
          {inSight.map((item) => {
            const row = rows[item.index];
            return (
              <ListRow
                key={item.key}
                id={id}
                index={item.index}
                start={item.start}
                row={row}
                name={row ? props.rowName(row) : ''}
                columns={columns}
                activeColumn={item.index === place.row ? place.column : undefined}
                isEditing={editing && item.index === place.row}
                isSelected={row ? (selection?.has(props.rowKey(row)) ?? false) : false}
                isSelectable={selection !== undefined}
                acts={acts}
              />
            );
          })}
        </div>
      </div>
      {hasMore && !props.isStale && total !== undefined && (
        <MoreRows loaded={rows.length} total={total} onTurn={turn?.turn} />
      )}
    </>
  );
}

interface MoreRowsProps {
  loaded: number;
  total: number;
  onTurn: (() => void) | undefined;
}

/** Says that the list goes on behind what the scrollbar knows, and leads to its end. */
function MoreRows({ loaded, total, onTurn }: MoreRowsProps) {
  const { t } = useT('ui');
  const locale = useLocale();
  return (
    <div className={classes.more}>
      <span>
        {t('list.loaded', {
          loaded: formatCount(loaded, locale),
          total: formatCount(total, locale),
        })}
      </span>
      {onTurn && (
        <button
          type="button"
          className={classes.textButton}
          title={t('list.toTheEndHint')}
          aria-keyshortcuts="Control+End"
          onClick={onTurn}
        >
          {t('list.toTheEnd')}
        </button>
      )}
    </div>
  );
}

const POINTING_MS = 150;

/** Tells of a row that is pointed at for a moment, not of each that is scrolled past. */
function usePointing<Row>(onPoint: ((row: Row) => void) | undefined) {
  const timer = useRef<number>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return (row: Row | undefined) => {
    window.clearTimeout(timer.current);
    if (row && onPoint) timer.current = window.setTimeout(() => onPoint(row), POINTING_MS);
  };
}
