import { Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import {
  type ClipboardEvent,
  Fragment,
  type KeyboardEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useLocale } from '@/lib/locale';
import { useStable } from '@/lib/stable';
import type { CellProblem } from './figures';
import classes from './LineGrid.module.css';
import { type LineActs, LineRow } from './LineRow';
import { useLineWindow } from './line-window';
import {
  addedAfter,
  changedAt,
  copiedAfter,
  isBlank,
  type Line,
  movedBy,
  pastedLines,
  removedAt,
} from './lines';

interface Props {
  lines: readonly Line[];
  onChange: (lines: Line[]) => void;
  currency: string;
  taxes: readonly Schema<'Tax'>[];
  usualTax: string;
  nets: ReadonlyMap<number, string>;
  isStale: boolean;
  problems: readonly CellProblem[];
  /** Begins in the first line. */
  autoFocus?: boolean;
}

interface Place {
  key: number;
  cell: keyof Line;
}

const placeOfInput = (target: EventTarget): Place | undefined => {
  const input = target instanceof HTMLElement ? target : undefined;
  const { line, cell } = input?.dataset ?? {};
  return line && cell ? { key: Number(line), cell: cell as keyof Line } : undefined;
};

const rowOf = (target: EventTarget): number | undefined => {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return row ? Number(row.dataset.row) : undefined;
};

/** The lines of an invoice, written without leaving the keyboard. */
export function LineGrid(props: Props) {
  const { lines, onChange, usualTax } = props;
  const { t } = useT('billing');
  const { locale } = useLocale();
  const table = useRef<HTMLTableElement>(null);
  const first = lines[0];
  const wanted = useRef<Place>(
    props.autoFocus && first ? { key: first.key, cell: 'description' } : undefined,
  );

  // The line with the keys stays in the page however far one scrolls; so do those with a problem.
  const [active, setActive] = useState<number>();
  const kept = useMemo(
    () => new Set([...props.problems.map(({ key }) => key), ...(active ? [active] : [])]),
    [props.problems, active],
  );
  const { drawn, below, measure } = useLineWindow(table, lines, kept);
  const problems = new Map(props.problems.map((problem) => [problem.key, problem]));

  const cellAt = ({ key, cell }: Place) =>
    table.current?.querySelector<HTMLElement>(`[data-line="${key}"][data-cell="${cell}"]`);
  const focus = (place: Place) => {
    const cell = cellAt(place);
    if (cell) return cell.focus();
    wanted.current = place;
    setActive(place.key);
  };
  // What was asked for is focused when the line is there.
  useLayoutEffect(() => {
    const place = wanted.current;
    if (!place) return;
    const cell = cellAt(place);
    if (cell) {
      wanted.current = undefined;
      cell.focus();
    } else if (lines.some(({ key }) => key === place.key)) setActive(place.key);
    else wanted.current = undefined;
  });

  const add = (index: number) => {
    const next = addedAfter(lines, index, usualTax);
    const key = next[index + 1]?.key;
    if (key) wanted.current = { key, cell: 'description' };
    onChange(next);
  };
  const remove = (index: number, cell: keyof Line = 'description') => {
    const next = removedAt(lines, index, usualTax);
    const neighbour = next[Math.min(index, next.length - 1)];
    if (neighbour) wanted.current = { key: neighbour.key, cell };
    onChange(next);
  };
  const move = (index: number, by: -1 | 1, place: Place | undefined) => {
    wanted.current = place;
    onChange(movedBy(lines, index, by));
  };

  const at = (key: number) => lines.findIndex((line) => line.key === key);
  const acts = useStable<LineActs>({
    change: (key, change) => onChange(changedAt(lines, at(key), change)),
    remove: (key) => remove(at(key)),
    move: (key, by) => move(at(key), by, undefined),
    copy: (key) => onChange(copiedAfter(lines, at(key))),
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const place = placeOfInput(event.target);
    const index = lines.findIndex((line) => line.key === place?.key);
    const line = lines[index];
    if (!place || !line || event.ctrlKey || event.metaKey) return;
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined;
    if (event.altKey && by) move(index, by, place);
    else if (event.altKey && (event.key === 'Delete' || event.key === 'Backspace')) {
      remove(index, place.cell);
    } else if (event.altKey || event.shiftKey) return;
    else if (event.key === 'Enter') {
      if (!isBlank(line)) add(index);
    } else if (by && place.cell !== 'tax') {
      const next = lines[index + by];
      if (next) focus({ key: next.key, cell: place.cell });
    } else return;
    event.preventDefault();
  };

  const onPaste = (event: ClipboardEvent) => {
    const place = placeOfInput(event.target);
    const index = lines.findIndex((line) => line.key === place?.key);
    if (place?.cell !== 'description' || index < 0) return;
    const line = lines[index];
    const pasted = pastedLines(event.clipboardData.getData('text'), line?.tax ?? usualTax, locale);
    if (!pasted) return;
    event.preventDefault();
    const isEmpty = line !== undefined && isBlank(line);
    const last = pasted.at(-1);
    if (last) wanted.current = { key: last.key, cell: 'description' };
    onChange(lines.toSpliced(isEmpty ? index : index + 1, isEmpty ? 1 : 0, ...pasted));
  };

  return (
    <div>
      <table
        ref={table}
        className={classes.grid}
        data-stale={props.isStale || undefined}
        aria-rowcount={measure && lines.length + 1}
        onFocus={(event) => {
          const key = rowOf(event.target);
          if (key) setActive(key);
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      >
        <thead>
          <tr>
            <th aria-hidden />
            <th>{t('edit.description')}</th>
            <th className={classes.end}>{t('edit.quantity')}</th>
            <th className={classes.end}>{t('edit.price')}</th>
            <th className={classes.end}>{t('edit.percent')}</th>
            <th>{t('edit.tax')}</th>
            <th className={classes.end}>{t('edit.net')}</th>
            <th aria-hidden />
          </tr>
        </thead>
        {drawn.map(({ index, gap }) => {
          const line = lines[index];
          return (
            line && (
              <Fragment key={line.key}>
                <Gap px={gap} />
                <LineRow
                  line={line}
                  number={index + 1}
                  currency={props.currency}
                  taxes={props.taxes}
                  net={props.nets.get(line.key)}
                  problem={problems.get(line.key)}
                  isFirst={index === 0}
                  isLast={index === lines.length - 1}
                  acts={acts}
                  measure={measure}
                />
              </Fragment>
            )
          );
        })}
        <Gap px={below} />
      </table>
      <Group gap="sm" mt={6} align="center">
        <Button
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => add(lines.length - 1)}
        >
          {t('edit.add')}
        </Button>
        <Text size="xs" c="dimmed" visibleFrom="md">
          {t('edit.keys')}
        </Text>
      </Group>
    </div>
  );
}

/** The room of lines that are not drawn. */
function Gap({ px }: { px: number }) {
  if (px <= 0) return null;
  return (
    <tbody aria-hidden className={classes.gap}>
      <tr style={{ height: px }}>
        <td colSpan={8} />
      </tr>
    </tbody>
  );
}
