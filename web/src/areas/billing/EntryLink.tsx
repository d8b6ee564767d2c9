import { Link } from '@tanstack/react-router';
import { useCan } from '@/shell/session';

/** Leads to a journal entry; bare for who may not read the ledger. */
export function EntryLink({ entryNo }: { entryNo: number }) {
  const mayRead = useCan()('ledger.read');
  if (!mayRead) return <span className="numeric">{entryNo}</span>;
  return (
    <Link
      to={'/journal/$entry_no' as '/'}
      params={{ entry_no: String(entryNo) } as never}
      className="plain numeric"
    >
      {entryNo}
    </Link>
  );
}
