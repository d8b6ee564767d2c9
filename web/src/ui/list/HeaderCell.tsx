import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { PointerEvent } from 'react';
import { useT } from '@/i18n';
import type { Column } from './definition';
import classes from './ListPage.module.css';
import { nextSort } from './list-state';

interface Props<Row> {
  column: Column<Row>;
  isFirst: boolean;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  /** The edge is taken hold of. */
  onDrag: (event: PointerEvent<HTMLElement>) => void;
  /** The width goes back to the usual one. */
  onReset: () => void;
}

/** A column's name, which sorts by it, and its edge, which changes its width. */
export function HeaderCell<Row>({ column, isFirst, sort, onSort, onDrag, onReset }: Props<Row>) {
  const { t } = useT('ui');
  const word = column.sort;
  const isUp = word !== undefined && sort === word;
  const isDown = word !== undefined && sort === `-${word}`;
  const Arrow = isUp ? IconArrowUp : IconArrowDown;
  return (
    <div
      role="columnheader"
      className={classes.cell}
      data-header
      data-end={column.align === 'end' || undefined}
      data-first={isFirst || undefined}
      aria-sort={isUp ? 'ascending' : isDown ? 'descending' : word ? 'none' : undefined}
    >
      {word ? (
        <button type="button" onClick={() => onSort(nextSort(sort, word))}>
          {column.header}
          {(isUp || isDown) && <Arrow size={13} aria-hidden />}
        </button>
      ) : (
        <span>{column.header}</span>
      )}
      {/* By keyboard: Shift and an arrow, in any cell of the column. */}
      <span
        aria-hidden
        className={classes.edge}
        title={t('list.resize')}
        onPointerDown={onDrag}
        onDoubleClick={onReset}
      />
    </div>
  );
}
