import type { Schema } from '@/api/schemas';
import { shiftedPoint, typedDecimal } from '@/lib/decimal';

export type NewLine = Schema<'NewInvoiceLine'>;

/** A line while somebody writes it: everything as typed decimals, the discount in percent. */
export interface Line {
  key: number;
  description: string;
  quantity: string;
  price: string;
  percent: string;
  tax: string;
  account: string | null;
}

let keys = 0;

export const emptyLine = (tax: string): Line => ({
  key: ++keys,
  description: '',
  quantity: '1',
  price: '',
  percent: '',
  tax,
  account: null,
});

export const lineOf = (line: Schema<'InvoiceLine'>): Line => ({
  key: ++keys,
  description: line.description,
  quantity: line.quantity,
  price: line.unit_price,
  percent: /[1-9]/.test(line.discount) ? shiftedPoint(line.discount, 2) : '',
  tax: line.tax_code,
  account: line.account ?? null,
});

/** Nobody wrote anything in it yet. */
export const isBlank = (line: Line) => line.description.trim() === '' && line.price.trim() === '';

/** A line below this one, taxed alike. */
export function addedAfter(lines: readonly Line[], index: number, tax: string): Line[] {
  const like = lines[index]?.tax || tax;
  return lines.toSpliced(index + 1, 0, emptyLine(like));
}

export const copiedAfter = (lines: readonly Line[], index: number): Line[] => {
  const line = lines[index];
  return line ? lines.toSpliced(index + 1, 0, { ...line, key: ++keys }) : [...lines];
};

/** Without this line; there is always one to write in. */
export function removedAt(lines: readonly Line[], index: number, tax: string): Line[] {
  const rest = lines.toSpliced(index, 1);
  return rest.length > 0 ? rest : [emptyLine(tax)];
}

export function movedBy(lines: readonly Line[], index: number, by: -1 | 1): Line[] {
  const line = lines[index];
  const to = index + by;
  if (!line || to < 0 || to >= lines.length) return [...lines];
  return lines.toSpliced(index, 1).toSpliced(to, 0, line);
}

export const changedAt = (lines: readonly Line[], index: number, change: Partial<Line>): Line[] =>
  lines.map((line, at) => (at === index ? { ...line, ...change } : line));

const newLineOf = (line: Line): NewLine => ({
  description: line.description.trim(),
  quantity: line.quantity,
  unit_price: line.price,
  tax_code: line.tax,
  ...(line.percent ? { discount: shiftedPoint(line.percent, -2) } : {}),
  ...(line.account ? { account: line.account } : {}),
});

/** What is sent, and which row each of it came from: lines that nobody wrote in are left out. */
export function linesToSend(lines: readonly Line[]): { lines: NewLine[]; keys: number[] } {
  const written = lines.filter((line) => !isBlank(line));
  return { lines: written.map(newLineOf), keys: written.map((line) => line.key) };
}

/** The lines that can be figured by now. One without words yet is figured all the same. */
export function linesToFigure(lines: readonly Line[]): { lines: NewLine[]; keys: number[] } {
  const ready = lines.filter((line) => line.price.trim() !== '' && line.quantity.trim() !== '');
  return {
    lines: ready.map((line) => ({
      ...newLineOf(line),
      description: line.description.trim() || '–',
    })),
    keys: ready.map((line) => line.key),
  };
}

const FIELDS: Record<string, keyof Line> = {
  description: 'description',
  quantity: 'quantity',
  unit_price: 'price',
  discount: 'percent',
  tax_code: 'tax',
  account: 'account',
};

/** `lines/2/unit_price` of a problem as the row and cell it is about. */
export function placeOf(
  field: string | undefined,
  keys: readonly number[],
): { key: number; cell: keyof Line } | undefined {
  const [, index, name = 'description'] = /^lines\/(\d+)(?:\/(\w+))?$/.exec(field ?? '') ?? [];
  const key = index === undefined ? undefined : keys[Number(index)];
  return key === undefined ? undefined : { key, cell: FIELDS[name] ?? 'description' };
}

/**
 * Rows copied from a spreadsheet: description, quantity, price, and percent where there are four
 * columns; a description and a price where there are two. Undefined where it is plain text.
 */
export function pastedLines(text: string, tax: string, locale: string): Line[] | undefined {
  const rows = text
    .replace(/\r/g, '')
    .split('\n')
    .filter((row) => row.trim() !== '');
  if (rows.length < 2 && !text.includes('\t')) return undefined;
  const number = (cell: string | undefined) =>
    typedDecimal(cell ?? '', locale) ?? cell?.trim() ?? '';
  return rows.map((row) => {
    const cells = row.split('\t');
    const line = { ...emptyLine(tax), description: cells[0]?.trim() ?? '' };
    if (cells.length === 2) return { ...line, price: number(cells[1]) };
    if (cells.length < 3) return line;
    return {
      ...line,
      quantity: number(cells[1]) || '1',
      price: number(cells[2]),
      percent: number(cells[3]?.replace('%', '')),
    };
  });
}
