import { Checkbox } from '@mantine/core';
import { type MouseEvent, memo } from 'react';
import { useT } from '@/i18n';
import { CellEditor } from './CellEditor';
import type { Column } from './definition';
import type { Place } from './ListGrid';
import classes from './ListPage.module.css';

/** What a row does; the same functions over all renders. */
export interface RowActs<Row> {
  point: (row: Row | undefined) => void;
  place: (place: Place) => void;
  edit: (place: Place) => boolean;
  open: (index: number) => void;
  endEdit: () => void;
  toggle: (index: number) => void;
  extend: (index: number) => void;
}

interface Props<Row> {
  id: string;
  index: number;
  start: number;
  /** Undefined while it is being read. */
  row: Row | undefined;
  name: string;
  columns: readonly Column<Row>[];
  activeColumn: number | undefined;
  isEditing: boolean;
  isSelected: boolean;
  isSelectable: boolean;
  acts: RowActs<Row>;
}

const isControl = (target: EventTarget) =>
  target instanceof Element && target.closest('a, button, input, label') !== null;

function PlainRow<Row>(props: Props<Row>) {
  const { t } = useT('ui');
  const { row, index, columns, acts, isSelectable } = props;
  const isActive = props.activeColumn !== undefined && row !== undefined;
  const click = (event: MouseEvent) => {
    if (event.shiftKey && isSelectable && !isControl(event.target)) acts.extend(index);
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelectable ? props.isSelected : undefined}
      className={classes.row}
      data-active={isActive || undefined}
      data-selected={props.isSelected || undefined}
      style={{ transform: `translateY(${props.start}px)` }}
      onMouseEnter={() => acts.point(row)}
      onMouseLeave={() => acts.point(undefined)}
      onClick={click}
    >
      {isSelectable && (
        <div role="gridcell" className={classes.check}>
          {row && (
            <Checkbox
              size="xs"
              tabIndex={-1}
              aria-label={t('list.selectRow', { name: props.name })}
              checked={props.isSelected}
              onChange={({ nativeEvent }) => {
                const isRange = nativeEvent instanceof PointerEvent && nativeEvent.shiftKey;
                if (isRange) acts.extend(index);
                else acts.toggle(index);
              }}
            />
          )}
        </div>
      )}
      {columns.map((column, at) => {
        const isHere = isActive && props.activeColumn === at;
        return (
          <div
            key={column.id}
            id={`${props.id}-${index}-${at}`}
            role="gridcell"
            tabIndex={-1}
            className={classes.cell}
            data-end={column.align === 'end' || undefined}
            data-first={at === 0 || undefined}
            data-here={isHere || undefined}
            data-editable={column.edit !== undefined || undefined}
            onClick={() => acts.place({ row: index, column: at })}
            onDoubleClick={(event) => {
              if (isControl(event.target)) return;
              if (!acts.edit({ row: index, column: at })) acts.open(index);
            }}
          >
            {row === undefined ? (
              <span key="reading" className={classes.skeleton} />
            ) : isHere && props.isEditing && column.edit ? (
              <CellEditor
                row={row}
                edit={column.edit}
                name={`${column.header}, ${props.name}`}
                onEnd={acts.endEdit}
              />
            ) : (
              column.cell(row)
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Scrolling renders only the rows that come into sight. */
export const ListRow = memo(PlainRow) as typeof PlainRow;
