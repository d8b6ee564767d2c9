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

type Cells = Pick<Schema<'ImportPreview'>, 'columns' | 'rows'>;

/** What the server guesses, and what the first rows look like. */
export function guessed(preview: Cells, currency: string): Mapping {
  const fields = preview.columns.map((column) => column.guess ?? '');
  const amounts = amountsIn(fields, preview);
  return written(
    {
      fields,
      constants: fields.includes('currency') ? {} : { currency },
      dates: DATES[0],
      decimal: '.',
      source: 'old-books',
      creditNotes: amounts.some((cell) => cell.startsWith('-')),
    },
    preview,
  );
}

/** With another field over a column; how days and amounts are written follows where it must. */
export function chosenAt(mapping: Mapping, preview: Cells, at: number, field: string): Mapping {
  const fields = mapping.fields.map((one, index) => (index === at ? field : one));
  return written({ ...mapping, fields }, preview);
}

/** Days and amounts as the cells are written; what fits them as well as any other form stays. */
function written(mapping: Mapping, preview: Cells): Mapping {
  const days = cellsIn(mapping.fields, preview, (field) => field.endsWith('_on'));
  const amounts = amountsIn(mapping.fields, preview);
  const endsWith = (mark: string) =>
    amounts.some((cell) => cell.at(-2) === mark || cell.at(-3) === mark);
  const decimal = endsWith(',') ? ',' : endsWith('.') ? '.' : mapping.decimal;
  return { ...mapping, dates: guessedDates(days, mapping.dates), decimal };
}

const cellsIn = (fields: readonly string[], preview: Cells, wanted: (field: string) => boolean) =>
  preview.rows
    .flatMap((row) => row.cells.filter((_, index) => wanted(fields[index] ?? '')))
    .map((cell) => cell.trim())
    .filter(Boolean);

const amountsIn = (fields: readonly string[], preview: Cells) =>
  cellsIn(fields, preview, (field) => /amount|limit/.test(field));

/** The first form that most of the days fit; where several would, the one that is chosen stays. */
export function guessedDates(days: readonly string[], chosen: string = DATES[0]): string {
  const countOf = (form: string) => days.filter((day) => fits(day, form)).length;
  return [chosen, ...DATES].reduce((best, form) => (countOf(form) > countOf(best) ? form : best));
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
