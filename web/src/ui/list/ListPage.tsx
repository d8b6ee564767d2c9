import { Group } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { isProblem } from '@/api/problem';
import { type ListPath, type ListQuery, type Row, readList } from '@/api/read';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { EmptyState } from '../EmptyState';
import { Page, PageHeader } from '../Page';
import { ProblemAlert } from '../ProblemAlert';
import { showProblem } from '../toasts';
import { BulkBar, SELECTED_MOST } from './BulkBar';
import { ColumnChooser } from './ColumnChooser';
import type { Column, Filter } from './definition';
import { ExportMenu } from './ExportMenu';
import { FilterBar } from './FilterBar';
import { ListGrid } from './ListGrid';
import classes from './ListPage.module.css';
import { queryOf, useListState } from './list-state';
import { ViewsMenu } from './ViewsMenu';

export interface ListPageProps<P extends ListPath> {
  /** Names the list in saved views and settings: `clients`. */
  list: string;
  path: P;
  pathParams?: Record<string, string>;
  /** Filters that are always set, such as the client of a client's file; and `as_of`. */
  fixed?: ListQuery;
  columns: readonly Column<Row<P>>[];
  filters?: readonly Filter[];
  /** As the API sorts where nobody chose: shown in the header. */
  usualSort?: string;
  /** Asked for where nobody chose, when the API itself would sort another way. */
  startSort?: string;
  /** Turns what the filters say into what the API wants: days into instants. */
  toQuery?: (query: ListQuery) => ListQuery;
  title: string;
  subtitle?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** Without title and outer room, inside a tab. */
  embedded?: boolean;
  rowKey?: (row: Row<P>) => string;
  /** A row's name for who cannot see it. */
  rowName: (row: Row<P>) => string;
  onOpen?: (row: Row<P>) => void;
  /** The row is pointed at: a good moment to read what opening it will show. */
  onPoint?: (row: Row<P>) => void;
  /** Buttons for the selected rows; with it rows can be selected. */
  bulk?: ((rows: readonly Row<P>[], clear: () => void) => ReactNode) | undefined;
  /** Where there is nothing at all, without any filter. */
  empty?: ReactNode;
}

const idOf = (row: unknown) => String((row as { id?: unknown }).id);
const NO_FILTERS: readonly Filter[] = [];

/** A list over the API: filters, sort, columns and views in the address; a grid that reads on as it scrolls. */
export function ListPage<P extends ListPath>(props: ListPageProps<P>) {
  const { filters = NO_FILTERS, rowKey = idOf, embedded = false } = props;
  const { state, shown, widths, ...set } = useListState(props.list, props.columns, filters);
  const asked = { ...props.fixed, ...queryOf(state, props.startSort) };
  const query = props.toQuery?.(asked) ?? asked;
  const pages = useInfiniteQuery({
    ...readList(props.path, query, props.pathParams),
    placeholderData: (before) => before,
  });
  const data = useCalmly(pages.data, pages.isPlaceholderData ? undefined : JSON.stringify(query));
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items as Row<P>[]) ?? [], [data]);
  const total = data?.pages.at(-1)?.total;
  const selection = useSelection(rows, rowKey);
  const [isCollecting, setCollecting] = useState(false);
  const selectAll = async () => {
    setCollecting(true);
    try {
      let now = { data: pages.data, hasNextPage: pages.hasNextPage };
      const all = () => now.data?.pages.flatMap((page) => page.items as Row<P>[]) ?? [];
      while (now.hasNextPage && all().length < SELECTED_MOST) {
        const next = await pages.fetchNextPage({ cancelRefetch: false, throwOnError: true });
        now = { data: next.data, hasNextPage: next.hasNextPage };
      }
      selection.add(all());
    } catch (error) {
      showProblem(error);
    } finally {
      setCollecting(false);
    }
  };
  const sort = state.sort ?? props.startSort ?? props.usualSort;
  const isFiltered = Object.keys(state.filters).length > 0;

  const toolbar = (
    <Group gap="xs" justify="space-between" align="flex-start" className={classes.toolbar}>
      <FilterBar filters={filters} set={state.filters} onChange={set.setFilters} />
      <Group gap="xs" wrap="nowrap" ml="auto">
        <RowCount total={total} />
        <ViewsMenu list={props.list} state={state} onChoose={set.setView} />
        <ColumnChooser columns={props.columns} shown={shown} onChange={set.setColumns} />
        <ExportMenu
          path={props.path}
          pathParams={props.pathParams}
          query={query}
          columns={shown}
          name={props.list}
        />
      </Group>
    </Group>
  );

  const body = (
    <>
      {toolbar}
      {isFiltered && !pages.data && isMisunderstood(pages.error) ? (
        <Nothing isMisunderstood isFiltered clear={() => set.setView(undefined)} />
      ) : pages.error && !pages.data ? (
        <ProblemAlert error={pages.error} retry={() => void pages.refetch()} />
      ) : total === 0 ? (
        <Nothing isFiltered={isFiltered} empty={props.empty} clear={() => set.setView(undefined)} />
      ) : (
        <ListGrid
          name={props.title}
          columns={shown}
          widths={widths}
          onWidth={set.setWidth}
          rows={rows}
          total={total}
          sort={sort}
          onSort={set.setSort}
          rowKey={rowKey}
          rowName={props.rowName}
          onOpen={props.onOpen}
          onPoint={props.onPoint}
          selection={props.bulk ? selection : undefined}
          hasMore={pages.hasNextPage}
          isReading={pages.isFetchingNextPage}
          readMore={() => void pages.fetchNextPage()}
          onTurn={sort && pages.hasNextPage ? () => set.setSort(turned(sort)) : undefined}
          isStale={pages.isPlaceholderData || data !== pages.data}
        />
      )}
      {props.bulk && selection.chosen.length > 0 && (
        <BulkBar
          count={selection.chosen.length}
          total={total}
          onAll={() => void selectAll()}
          isReading={isCollecting}
          onClear={selection.clear}
        >
          {props.bulk(selection.chosen, selection.clear)}
        </BulkBar>
      )}
    </>
  );

  if (embedded) return <div className={classes.embedded}>{body}</div>;
  return (
    <Page fill>
      <PageHeader title={props.title} subtitle={props.subtitle} actions={props.actions} />
      {body}
    </Page>
  );
}

/** The same order from its other end. */
const turned = (sort: string) => (sort.startsWith('-') ? sort.slice(1) : `-${sort}`);

/**
 * The answer to another question is rendered in the background: the click that asked for it is seen at once.
 * Another answer to the same question, such as after saving, stands at once.
 */
function useCalmly<T>(answer: T, question: string | undefined): T {
  const answered = useRef(question);
  answered.current = question ?? answered.current;
  const asked = answered.current;
  const latest = useMemo(() => ({ answer, asked }), [answer, asked]);
  const calm = useDeferredValue(latest);
  return calm.asked === asked ? answer : calm.answer;
}

function RowCount({ total }: { total: number | undefined }) {
  const { t } = useT('ui');
  const locale = useLocale();
  return (
    <span className={classes.count} aria-live="polite">
      {total === undefined
        ? ''
        : t('list.rows', { count: total, formatted: formatCount(total, locale) })}
    </span>
  );
}

interface NothingProps {
  isFiltered: boolean;
  /** A filter asks for what can be none, such as the id of no client. */
  isMisunderstood?: boolean;
  empty?: ReactNode;
  clear: () => void;
}

/** The question itself was refused: an address that was typed or cut short. */
const isMisunderstood = (error: unknown) =>
  isProblem(error) && (error.status === 400 || error.status === 422);

function Nothing({ isFiltered, isMisunderstood = false, empty, clear }: NothingProps) {
  const { t } = useT('ui');
  if (!isFiltered) return <>{empty ?? <EmptyState title={t('list.empty')} />}</>;
  return (
    <EmptyState
      title={t(isMisunderstood ? 'list.misunderstood' : 'list.emptyFiltered')}
      hint={t(isMisunderstood ? 'list.misunderstoodHint' : 'list.emptyFilteredHint')}
    >
      <button type="button" className={classes.textButton} onClick={clear}>
        {t('list.clearFilters')}
      </button>
    </EmptyState>
  );
}

export interface Selection {
  has: (key: string) => boolean;
  toggle: (index: number) => void;
  /** From the last toggled row up to this one. */
  extend: (index: number) => void;
  all: () => void;
  clear: () => void;
  count: number;
}

function useSelection<R>(rows: readonly R[], rowKey: (row: R) => string) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState(0);
  const chosen = useMemo(() => rows.filter((row) => keys.has(rowKey(row))), [rows, keys, rowKey]);
  const clear = useCallback(() => setKeys(new Set()), []);
  const add = (some: readonly R[]) =>
    setKeys((keys) => new Set([...keys, ...some.slice(0, SELECTED_MOST).map(rowKey)]));
  const toggle = (index: number) => {
    const row = rows[index];
    if (!row) return;
    const next = new Set(keys);
    if (!next.delete(rowKey(row))) next.add(rowKey(row));
    setKeys(next);
    setAnchor(index);
  };
  const extend = (index: number) => {
    add(rows.slice(Math.min(anchor, index), Math.max(anchor, index) + 1));
    setAnchor(index);
  };
  return {
    chosen,
    add,
    has: (key: string) => keys.has(key),
    toggle,
    extend,
    all: () => add(rows),
    clear,
    count: chosen.length,
  };
}
