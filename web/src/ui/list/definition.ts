import type { ReactNode } from 'react';
import type { SubjectKind } from '@/api/keys';

/** Editing a cell in place. What it answers carries the new version, for undoing. */
export interface CellEdit<Row> {
  input: 'text' | 'amount' | 'day' | 'select';
  options?: readonly Option[];
  value: (row: Row) => string;
  /** Sends the change with the row's version; a refusal is thrown. An empty value clears. */
  save: (row: Row, value: string) => Promise<{ version: number } | unknown>;
  /** Reads the row anew, where somebody else was faster. */
  latest: (row: Row) => Promise<Row>;
  touches: readonly SubjectKind[];
  /** Which rows may be edited; all where not said. */
  allowed?: (row: Row) => boolean;
}

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The API's word for sorting by it. */
  sort?: string;
  align?: 'start' | 'end';
  /** Pixels at the least; spare room is shared out in proportion. */
  width?: number;
  /** Not shown until somebody chooses it. */
  hidden?: boolean;
  /**
   * The columns that the API's file has for it, where that is not its id. Null where it has none, which the menu
   * then says; an empty list where there is nothing to export, as of buttons.
   */
  csv?: string | readonly string[] | null;
  edit?: CellEdit<Row>;
}

export interface Option {
  value: string;
  label: string;
}

interface FilterBase {
  label: string;
  /** Always in sight, not only when it is set. */
  pinned?: boolean;
}

/** A filter by the API's parameter names, which are its words in the address too. */
export type Filter = FilterBase &
  (
    | { kind: 'text'; param: string; placeholder?: string; width?: number }
    | { kind: 'select'; param: string; options: readonly Option[] }
    | { kind: 'multi'; param: string; options: readonly Option[] }
    | { kind: 'boolean'; param: string }
    | { kind: 'number'; param: string }
    | { kind: 'client'; param: string }
    | { kind: 'user'; param: string; nobody?: string }
    | { kind: 'day'; param: string }
    | { kind: 'days'; from: string; until: string }
    | { kind: 'amounts'; from: string; until: string }
  );

export const paramsOf = (filter: Filter): string[] =>
  'param' in filter ? [filter.param] : [filter.from, filter.until];

export const filterId = (filter: Filter) => paramsOf(filter).join(' ');
