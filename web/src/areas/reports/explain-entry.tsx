import type { QueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { say } from '@/i18n';
import { holds, sessionQuery } from '@/shell/session';
import type { Explanation, Part } from '@/ui/ExplainAmount';
import { EntryLink, ItemLink } from './links';

/** What was posted: the lines of a journal entry. */
export const explainEntry = (queries: QueryClient, no: number, inBase = false): Explanation => ({
  key: ['journal-entries', 'explain-entry', no, inBase],
  list: <EntryLink no={no} />,
  parts: async () => {
    const entry = await queries.fetchQuery(
      read('/api/v1/journal-entries/{entry_no}', { path: { entry_no: no } }),
    );
    return entry.lines.map((line, at) => linePart(line, at, inBase));
  },
});

/** The same of an entry that is read already. */
export const explainKnownEntry = (entry: Schema<'JournalEntry'>): Explanation => ({
  key: ['journal-entries', 'explain-entry', entry.entry_no, false],
  list: <EntryLink no={entry.entry_no} />,
  parts: async () => entry.lines.map((line, at) => linePart(line, at)),
});

/** The lines of the journal entry that posted it, for who may see the ledger. */
export function linesOf(
  queries: QueryClient,
  no: number,
  inBase = false,
): { explain?: Explanation } {
  const session = queries.getQueryData(sessionQuery.queryKey);
  if (!session || !holds(session, 'ledger.read')) return {};
  const { list: _, ...lines } = explainEntry(queries, no, inBase); // the entry stands beside it
  return { explain: lines };
}

/** A line of an entry: its account, its side, and the document that it is about. */
export function linePart(line: Schema<'JournalLine'>, at: number, inBase = false): Part {
  const { document_id: id, document_kind: kind, document_number: number } = line;
  return {
    key: String(at),
    label: (
      <Link to={`/chart/${line.account_id}` as '/'} className="plain">
        <span className="numeric">{line.account_number}</span> {line.account_name}
      </Link>
    ),
    hint: (
      <>
        {say(`reports:item.${line.side}`)}
        {id && kind && number && (
          <>
            {' · '}
            <ItemLink kind={kind} id={id} number={number} />
          </>
        )}
      </>
    ),
    amount: inBase ? line.base_amount : line.amount,
    ...(inBase ? {} : { currency: line.currency }),
  };
}
