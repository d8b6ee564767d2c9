import { Checkbox } from '@mantine/core';
import type { MouseEvent } from 'react';
import { useT } from '@/i18n';
import { CellEditor } from './CellEditor';
import type { Column } from './definition';
import type { Place } from './ListGrid';
import type { Selection } from './ListPage';
import classes from './ListPage.module.css';

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
  selection: Selection | undefined;
  onPoint: ((row: Row) => void) | undefined;
  onPlace: (place: Place) => void;
  onEdit: (place: Place) => boolean;
  onOpen: (index: number) => void;
  onEditEnd: () => void;
}

const isControl = (target: EventTarget) =>
  target instanceof Element && target.closest('a, button, input, label') !== null;

export function ListRow<Row>(props: Props<Row>) {
  const { t } = useT('ui');
  const { row, index, columns, selection } = props;
  const isActive = props.activeColumn !== undefined && row !== undefined;
  const click = (event: MouseEvent) => {
    if (event.shiftKey && selection) selection.extend(index);
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selection ? props.isSelected : undefined}
      className={classes.row}
      data-active={isActive || undefined}
      data-selected={props.isSelected || undefined}
      style={{ transform: `translateY(${props.start}px)` }}
      onMouseEnter={() => row && props.onPoint?.(row)}
      onClick={click}
    >
      {selection && (
        <div role="gridcell" className={classes.check}>
          {row && (
            <Checkbox
              size="xs"
              tabIndex={-1}
              aria-label={t('list.selectRow', { name: props.name })}
              checked={props.isSelected}
              onChange={() => selection.toggle(index)}
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
            data-here={isHere || undefined}
            data-editable={column.edit !== undefined || undefined}
            onClick={() => props.onPlace({ row: index, column: at })}
            onDoubleClick={(event) => {
              if (isControl(event.target)) return;
              if (!props.onEdit({ row: index, column: at })) props.onOpen(index);
            }}
            onKeyDown={undefined}
          >
            {row === undefined ? (
              <span className={classes.skeleton} />
            ) : isHere && props.isEditing && column.edit ? (
              <CellEditor
                row={row}
                edit={column.edit}
                name={`${column.header}, ${props.name}`}
                onEnd={props.onEditEnd}
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
