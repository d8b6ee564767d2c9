import { describe, expect, it } from 'vitest';
import type { Column, Filter } from './definition';
import { exportAddress, fileName, leftOut } from './exporting';
import { nextSort, queryOf, readState, shownColumns, viewState } from './list-state';

type Row = { id: string };
const column = (id: string, more: Partial<Column<Row>> = {}): Column<Row> => ({
  id,
  header: id,
  cell: () => null,
  ...more,
});
const COLUMNS = [
  column('number'),
  column('name', { csv: 'legal_name' }),
  column('tag', { hidden: true }),
];
const FILTERS: Filter[] = [
  { kind: 'select', param: 'status', label: 'Status', options: [] },
  { kind: 'days', from: 'issued_from', until: 'issued_until', label: 'Issued' },
];

describe('the state of a list', () => {
  const words = {
    status: 'active',
    issued_from: '2026-01-01',
    sort: '-name',
    cols: 'tag,number',
    tab: 'x',
  };
  const state = readState(words, FILTERS);

  it('comes from the address, and nothing else does', () => {
    expect(state).toEqual({
      filters: { status: 'active', issued_from: '2026-01-01' },
      sort: '-name',
      columns: ['tag', 'number'],
      view: undefined,
    });
  });

  it('goes to the API under its own names', () => {
    expect(queryOf(state, 'name')).toEqual({
      status: 'active',
      issued_from: '2026-01-01',
      sort: '-name',
    });
    expect(queryOf(readState({}, FILTERS), 'name')).toEqual({ sort: 'name' });
  });

  it('is kept by a view as it stands in the address', () => {
    expect(readState(viewState(state), FILTERS)).toEqual(state);
  });

  it('shows the columns asked for, in their order, else the usual ones', () => {
    const ids = (wanted?: string[]) => shownColumns(COLUMNS, wanted).map(({ id }) => id);
    expect(ids(['tag', 'gone', 'number'])).toEqual(['tag', 'number']);
    expect(ids()).toEqual(['number', 'name']);
    expect(ids(['gone'])).toEqual(['number', 'name']);
  });

  it('sorts up, then down, then as usual', () => {
    expect(nextSort(undefined, 'name')).toBe('name');
    expect(nextSort('name', 'name')).toBe('-name');
    expect(nextSort('-name', 'name')).toBeUndefined();
    expect(nextSort('-name', 'number')).toBe('number');
  });
});

it('exports the same rows under the same names', () => {
  const address = exportAddress(
    {
      path: '/api/v1/clients/{id}/history',
      pathParams: { id: 'a/b' },
      query: { status: 'active', sort: undefined },
      columns: [
        COLUMNS[0]!,
        COLUMNS[1]!,
        column('total', { csv: ['currency', 'total'] }),
        column('open', { csv: ['currency', 'open'] }),
        column('lines', { csv: null }),
        column('actions', { csv: [] }),
      ],
    },
    'csv',
  );
  expect(address).toBe(
    '/api/v1/clients/a%2Fb/history?status=active&format=csv&columns=number,legal_name,currency,total,open',
  );
});

it('says which columns a file lacks, but not of buttons', () => {
  expect(leftOut([COLUMNS[0]!, column('lines', { csv: null }), column('go', { csv: [] })])).toEqual(
    ['lines'],
  );
});

it('names a file as the server does', () => {
  expect(fileName('attachment; filename="clients.csv"')).toBe('clients.csv');
  expect(fileName(null)).toBeUndefined();
});
