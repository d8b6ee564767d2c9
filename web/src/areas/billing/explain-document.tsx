import type { QueryClient } from '@tanstack/react-query';
import { read } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { say } from '@/i18n';
import { formatDecimal, isZero, type Locale } from '@/lib/format';
import type { Explanation, Part } from '@/ui/ExplainAmount';
import { explainItem } from '../reports/explain-item';
import { EntryLink, ItemLink } from '../reports/links';
import { percentOf } from './rate';

type Invoice = Schema<'Invoice'>;
type TaxTotal = Schema<'TaxTotal'>;
type Shown = Pick<Locale, 'locale'>;

interface Asked {
  queries: QueryClient;
  /** An invoice or a credit note, also one that is not issued yet. */
  id: string;
  /** Its journal entry, where that is known. */
  entryNo?: number | null | undefined;
  locale: Shown;
}

const explained = (
  { queries, id }: Asked,
  what: string,
  partsOf: (invoice: Invoice) => Part[],
): Explanation => ({
  key: ['invoices', 'explain-document', id, what],
  parts: async () =>
    partsOf(await queries.fetchQuery(read('/api/v1/invoices/{id}', { path: { id } }))),
});

/** What a document comes to: its net amount and its taxes. */
export const explainTotal = (asked: Asked): Explanation => ({
  list: asked.entryNo != null && <EntryLink no={asked.entryNo} />,
  ...explained(asked, 'total', (invoice) => [
    {
      key: 'net',
      label: say('billing:explain.net'),
      amount: invoice.net,
      currency: invoice.currency,
      explain: explainNet(asked),
    },
    ...taxParts(asked, invoice),
  ]),
});

/** Its net amount: that of its lines. */
export const explainNet = (asked: Asked): Explanation =>
  explained(asked, 'net', (invoice) => lineParts(asked, invoice, invoice.lines));

/** Its taxes, by category and rate. */
export const explainTaxes = (asked: Asked): Explanation =>
  explained(asked, 'taxes', (invoice) => taxParts(asked, invoice));

/** One tax of it: what it is on. */
export const explainTax = (asked: Asked, tax: TaxTotal): Explanation =>
  explained(asked, `tax ${tax.category} ${tax.rate}`, (invoice) => [
    {
      key: 'taxable',
      label: say('billing:explain.taxable', { rate: percentOf(tax.rate, asked.locale) }),
      amount: tax.taxable,
      currency: invoice.currency,
      explain: explained(asked, `taxable ${tax.category} ${tax.rate}`, (invoice) =>
        lineParts(asked, invoice, linesOfTax(invoice.lines, tax)),
      ),
    },
  ]);

/** What is taken off for paying early: a part of the total, as its payment term said when it was written. */
export const explainDiscount = (asked: Asked): Explanation =>
  explained(asked, 'discount', ({ payment_term: term, total, currency }) => [
    {
      key: 'total',
      label: say('billing:explain.discount', { term }),
      amount: total,
      currency,
      explain: explainTotal(asked),
    },
  ]);

/** The lines that a tax is on. */
export const linesOfTax = <Line extends Pick<Schema<'InvoiceLine'>, 'tax_category' | 'tax_rate'>>(
  lines: readonly Line[],
  { category, rate }: Pick<TaxTotal, 'category' | 'rate'>,
) => lines.filter((line) => line.tax_category === category && line.tax_rate === rate);

const taxParts = (asked: Asked, { taxes, currency }: Invoice): Part[] =>
  taxes
    .filter((tax) => !isZero(tax.tax))
    .map((tax) => ({
      key: `${tax.category} ${tax.rate}`,
      label: say('billing:explain.tax', { rate: percentOf(tax.rate, asked.locale) }),
      amount: tax.tax,
      currency,
      explain: explainTax(asked, tax),
    }));

const lineParts = (
  { locale }: Asked,
  { currency }: Invoice,
  lines: readonly Schema<'InvoiceLine'>[],
): Part[] =>
  lines.map((line, at) => ({
    key: String(at),
    label: line.description,
    hint: inFigures(line, locale),
    amount: line.net,
    currency,
  }));

/** `12 × 45.80 − 10 %`. */
export function inFigures(
  line: Pick<Schema<'InvoiceLine'>, 'quantity' | 'unit_price' | 'discount'>,
  locale: Shown,
): string {
  const product = `${formatDecimal(line.quantity, locale)} × ${formatDecimal(line.unit_price, locale)}`;
  return isZero(line.discount) ? product : `${product} − ${percentOf(line.discount, locale)}`;
}

interface Taken {
  queries: QueryClient;
  item: { kind: Schema<'OpenItemKind'>; id: string; number: string };
  amount: string;
  currency: string;
  /** The entry that posts it, once it is posted. */
  entryNo: number | null | undefined;
}

/** What a refund or a write-off takes from: the item, and all that became of it. */
export const explainTaken = ({ queries, item, amount, currency, entryNo }: Taken): Explanation => ({
  key: ['open-items', 'explain-taken', item.id, entryNo, amount],
  parts: async () => [
    {
      key: item.id,
      label: <ItemLink kind={item.kind} id={item.id} number={item.number} />,
      hint: entryNo != null && <EntryLink no={entryNo} />,
      amount,
      currency,
      explain: explainItem(queries, item.id),
    },
  ],
});
