import type { QueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { say } from '@/i18n';
import { negated } from '@/lib/decimal';
import { holds, sessionQuery } from '@/shell/session';
import { Day } from '@/ui/Day';
import type { Explanation, Part } from '@/ui/ExplainAmount';
import { EntryLink, ItemLink } from './links';

/** As many documents as are shown under the sales of a period; all are in the list. */
const DOCUMENTS_MAX = 500;

interface Period {
  queries: QueryClient;
  from: string;
  until: string;
  client: string | undefined;
}

type Sold = Pick<Schema<'CeiFigures'>, 'currency' | 'credit_sales'>;

/** The sales of all currencies together: those of each. */
export const explainAllSales = (period: Period, currencies: readonly Sold[]): Explanation => ({
  key: [...keyOf(period), currencies],
  parts: async () =>
    currencies.map(({ currency, credit_sales }) => ({
      key: currency,
      label: currency,
      hint: say('reports:explain.ownRate'),
      amount: credit_sales,
      currency,
      explain: explainSales(period, currency),
    })),
});

/** The sales of a period in a currency: what was invoiced, less what was credited and voided. */
export function explainSales(period: Period, currency: string): Explanation {
  const { queries, from, until, client } = period;
  const query = { issued_from: from, issued_until: until, currency, client };
  return {
    key: [...keyOf(period), currency],
    list: (
      <Link to="/invoices" search={query as never} className="plain">
        {say('reports:explain.documents', { count: DOCUMENTS_MAX })}
      </Link>
    ),
    parts: async () => {
      const [documents, taken] = await Promise.all([
        queries.fetchQuery(
          read('/api/v1/invoices', {
            query: { ...query, sort: '-issued_on', limit: DOCUMENTS_MAX },
          } as never),
        ),
        voided(period, currency),
      ]);
      return [
        ...taken,
        ...documents.items.filter(({ status }) => status !== 'draft').map(documentPart),
      ];
    },
  };
}

const keyOf = ({ from, until, client }: Period) => [
  'invoices',
  'explain-sales',
  from,
  until,
  client,
];

const documentPart = (document: Schema<'InvoiceSummary'>): Part => ({
  key: document.id,
  label: <ItemLink kind={document.kind} id={document.id} number={document.number} />,
  hint: (
    <>
      <Day value={document.issued_on} /> · {document.client_name}
    </>
  ),
  amount: document.kind === 'invoice' ? document.total : negated(document.total),
  currency: document.currency,
});

/** What was voided counts against the sales of the day on which that was: the journal tells it. */
async function voided({ queries, from, until, client }: Period, currency: string) {
  const session = queries.getQueryData(sessionQuery.queryKey);
  if (!session || !holds(session, 'ledger.read')) return [];
  const query = { source: 'void', from, until, client, limit: DOCUMENTS_MAX };
  const [page, chart] = await Promise.all([
    queries.fetchQuery(
      read('/api/v1/journal-entries', { query: { ...query, sort: '-entry_no' } } as never),
    ),
    queries.fetchQuery(read('/api/v1/gl-accounts', {})),
  ]);
  const account = chart.items.find(({ role }) => role === 'receivable')?.id;
  return page.items.flatMap((entry) => voidedParts(entry, currency, account));
}

/** What a voiding took from the sales, by its line on the account of receivables; a receipt's is no sale. */
export function voidedParts(
  entry: Schema<'JournalEntry'>,
  currency: string,
  receivable: string | undefined,
): Part[] {
  const { document_id: id, document_kind: kind, document_number: number } = entry;
  if (!id || !number || (kind !== 'invoice' && kind !== 'credit_note')) return [];
  return entry.lines
    .filter((line) => line.account_id === receivable && line.currency === currency)
    .map((line, at) => ({
      key: `${entry.entry_no} ${at}`,
      label: (
        <>
          {say('reports:source.void')} <ItemLink kind={kind} id={id} number={number} />
        </>
      ),
      hint: (
        <>
          <Day value={entry.effective_on} /> · <EntryLink no={entry.entry_no} />
        </>
      ),
      amount: line.side === 'debit' ? line.amount : negated(line.amount),
      currency,
    }));
}
