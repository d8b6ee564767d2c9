import type { Schema } from '@/api/schemas';

/** What somebody chose for the columns of a file, kept until the window is closed. */
export interface Mapping {
  /** The field of each column, in the file's order; '' for none. */
  fields: string[];
  constants: Record<string, string>;
  dates: string;
  decimal: '.' | ',';
  source: string;
  creditNotes: boolean;
}

export const DATES = [
  'YYYY-MM-DD',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD.MM.YYYY',
  'DD-MM-YYYY',
  'DD/MM/YY',
  'MM/DD/YY',
] as const;

/** What the server guesses, and what the first rows look like. */
export function guessed(preview: Schema<'ImportPreview'>, currency: string): Mapping {
  const fields = preview.columns.map((column) => column.guess ?? '');
  const cellsOf = (wanted: (field: string) => boolean) =>
    preview.rows.flatMap((row) => row.cells.filter((_, index) => wanted(fields[index] ?? '')));
  const amounts = cellsOf((field) => /amount|limit/.test(field));
  return {
    fields,
    constants: fields.includes('currency') ? {} : { currency },
    dates: guessedDates(cellsOf((field) => field.endsWith('_on'))),
    decimal: amounts.some((cell) => /,\d{1,2}$/.test(cell.trim())) ? ',' : '.',
    source: 'old-books',
    creditNotes: amounts.some((cell) => cell.trim().startsWith('-')),
  };
}

/** The first form that every day fits; where both would, a day above twelve decides. */
export function guessedDates(cells: readonly string[]): string {
  const days = cells.map((cell) => cell.trim()).filter(Boolean);
  const fitting = DATES.filter((form) => days.every((day) => fits(day, form)));
  return fitting[0] ?? DATES[0];
}

function fits(day: string, form: string): boolean {
  const mark = form.replace(/[A-Z]/g, '').charAt(0);
  const [parts, words] = [day.split(mark), form.split(mark)];
  return (
    parts.length === words.length &&
    parts.every((part, index) => {
      if (!/^\d+$/.test(part)) return false;
      const word = words[index] ?? '';
      if (word.startsWith('Y')) return part.length === word.length;
      return part.length <= 2 && Number(part) <= (word === 'MM' ? 12 : 31);
    })
  );
}

/** What the server composes a profile from. Columns of the same field are joined. */
export function choiceOf(
  mapping: Mapping,
  preview: Pick<Schema<'ImportPreview'>, 'columns'>,
  kind: Schema<'ImportKind'>,
): Schema<'ProfileChoice'> {
  const columns: Record<string, string | string[]> = {};
  mapping.fields.forEach((field, index) => {
    const header = preview.columns[index]?.header;
    if (!field || header === undefined) return;
    const before = columns[field];
    columns[field] = before === undefined ? header : [before, header].flat();
  });
  const constants = Object.fromEntries(
    Object.entries(mapping.constants).filter(([field, value]) => value && !columns[field]),
  );
  return {
    name: mapping.source,
    source: mapping.source,
    kind,
    columns,
    constants,
    date_format: mapping.dates,
    decimal_separator: mapping.decimal,
    thousands_separator: mapping.decimal === ',' ? '.' : ',',
    ...(mapping.creditNotes ? { negative_amounts: 'credit_note' as const } : {}),
  };
}

/** How many of a profile's columns the file has. */
export const fitOf = (
  profile: Pick<Schema<'ImportProfile'>, 'columns'>,
  preview: Pick<Schema<'ImportPreview'>, 'columns'>,
) => {
  const headers = new Set(preview.columns.map((column) => column.header));
  return Object.values(profile.columns).filter((names) => names.every((name) => headers.has(name)))
    .length;
};

/** Whether the file has every column that the profile cannot do without. */
export const suits = (
  profile: Pick<Schema<'ImportProfile'>, 'columns' | 'optional'>,
  preview: Pick<Schema<'ImportPreview'>, 'columns'>,
) => {
  const headers = new Set(preview.columns.map((column) => column.header));
  return Object.entries(profile.columns).every(
    ([field, names]) =>
      profile.optional.includes(field) || names.every((name) => headers.has(name)),
  );
};

/** `Old books 2` → `old-books-2`: what a kept profile is called by. */
export const codeOf = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
