import type { Schema } from '@/api/schemas';

/** A line as it is typed: an amount stands on one side only. */
export interface DraftLine {
  key: number;
  account: string | null;
  debit: string;
  credit: string;
  currency: string;
  rate: string;
  client: string | null;
}

export const emptyLine = (key: number): DraftLine => ({
  key,
  account: null,
  debit: '',
  credit: '',
  currency: '',
  rate: '',
  client: null,
});

export const isEmpty = (line: DraftLine) => !line.account && !line.debit && !line.credit;

/** What is sent: lines that nobody touched are left out. Whether it balances is the server's to say. */
export const sentLines = (lines: readonly DraftLine[]): Schema<'NewJournalLine'>[] =>
  lines.filter((line) => !isEmpty(line)).map(sentLine);

const sentLine = (line: DraftLine): Schema<'NewJournalLine'> => ({
  account_id: line.account ?? '',
  side: line.credit ? 'credit' : 'debit',
  amount: line.credit || line.debit,
  ...(line.currency.trim() ? { currency: line.currency.trim().toUpperCase() } : {}),
  ...(line.rate ? { rate: line.rate } : {}),
  ...(line.client ? { client_id: line.client } : {}),
});

/** The lines that have an amount already, for asking what they come to. */
export const amountLines = (lines: readonly DraftLine[]) =>
  lines.filter((line) => line.debit || line.credit);

export const typedLine = (line: DraftLine): Schema<'TypedLine'> => {
  const { side, amount, currency, rate } = sentLine(line);
  return { side, amount, ...(currency ? { currency } : {}), ...(rate ? { rate } : {}) };
};

/** The server counts only what was sent: `lines/1/amount` is at the second line that is not empty. */
export function errorsOf(
  lines: readonly DraftLine[],
  fieldErrors: Record<string, string>,
): (line: DraftLine, field: string) => string | undefined {
  const sent = lines.filter((line) => !isEmpty(line));
  return (line, field) => fieldErrors[`lines/${sent.indexOf(line)}/${field}`];
}

export const linePaths = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    ['account_id', 'amount', 'currency', 'rate', 'client_id'].map(
      (field) => `lines/${at}/${field}`,
    ),
  ).flat();
