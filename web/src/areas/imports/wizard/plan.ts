import type { Schema } from '@/api/schemas';

/** Nothing new, nothing changed: importing would do nothing. */
export const bringsNothing = (counts: Schema<'ImportCounts'>) =>
  counts.new_clients + counts.new_contacts + counts.changes === 0 &&
  [counts.invoices, counts.credit_notes, counts.receipts].every((sums) =>
    sums.every((sum) => sum.count === 0),
  );

/** `open.xlsx` → `open.refused.csv`: what comes is always CSV. */
export const refusedName = (file: string) =>
  `${file.replace(/\.[^.]*$/, '') || 'file'}.refused.csv`;

/** Hands a file to the browser to be kept. */
export function saveAs(content: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
