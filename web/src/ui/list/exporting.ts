import { getFile } from '@/api/client';
import type { ListQuery } from '@/api/read';
import type { Column } from './definition';

export type FileFormat = 'csv' | 'xlsx';

export interface Exported<Row> {
  path: string;
  pathParams?: Record<string, string> | undefined;
  query: ListQuery;
  columns: readonly Column<Row>[];
}

/** The file's columns that a column in sight stands for. */
function namesOf<Row>({ id, csv = id }: Column<Row>): readonly string[] {
  if (csv === null) return [];
  return typeof csv === 'string' ? [csv] : csv;
}

/** The columns in sight that the file cannot have. */
export const leftOut = <Row>(columns: readonly Column<Row>[]) =>
  columns.filter((column) => column.csv === null).map((column) => column.header);

/** The address under which the API gives the same rows and columns as a file. */
export function exportAddress<Row>(
  { path, pathParams = {}, query, columns }: Exported<Row>,
  format: FileFormat,
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(pathParams[name] ?? ''),
  );
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') words.set(name, String(value));
  }
  words.set('format', format);
  const names = new Set(columns.flatMap(namesOf));
  if (names.size > 0) words.set('columns', [...names].join(','));
  return `${filled}?${words.toString().replaceAll('%2C', ',')}`;
}

/** Fetches a file and gives it to the browser to keep; `onBytes` hears how much of it has come. */
export async function saveFile(
  address: string,
  name: string,
  { signal, onBytes }: { signal: AbortSignal; onBytes: (bytes: number) => void },
): Promise<void> {
  const response = await getFile(address, signal);
  const parts = await partsOf(response, onBytes);
  const type = response.headers.get('content-type') ?? 'application/octet-stream';
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(response.headers.get('content-disposition')) ?? name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}

/** Long enough for the browser to ask where the file is to go. */
const KEEP_MS = 60_000;

export const fileName = (disposition: string | null) =>
  disposition?.match(/filename="([^"]+)"/)?.[1];

async function partsOf(response: Response, onBytes: (bytes: number) => void) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  let bytes = 0;
  for (;;) {
    const part = await reader?.read();
    if (!part?.value) return parts;
    parts.push(part.value);
    bytes += part.value.byteLength;
    onBytes(bytes);
  }
}
