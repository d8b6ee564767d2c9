import type { AgingLine } from './AgingTable';

/** The rows as somebody wants to see them: by name, or by an amount. The server's order without. */
export function sortedLines(lines: AgingLine[], sort: string | undefined): AgingLine[] {
  if (!sort) return lines;
  const isDown = sort.startsWith('-');
  const word = isDown ? sort.slice(1) : sort;
  const order = (one: AgingLine, other: AgingLine) =>
    word === 'name'
      ? nameOf(one).localeCompare(nameOf(other))
      : sizeOf(one, word) - sizeOf(other, word);
  return lines.toSorted((one, other) => (isDown ? -order(one, other) : order(one, other)));
}

const nameOf = ({ row }: AgingLine) => row.client_name ?? row.owner_name ?? '\uffff';

/** Only for the order: the amount itself stays the server's text. */
function sizeOf({ row }: AgingLine, word: string): number {
  if (word === 'items') return row.open_items;
  if (word === 'open' || word === 'not_due') return Number(row[word]);
  return Number(row.buckets[Number(word)] ?? 0);
}
