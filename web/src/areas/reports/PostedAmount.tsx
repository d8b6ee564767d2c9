import { useQueryClient } from '@tanstack/react-query';
import { useCan } from '@/shell/session';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { Money } from '@/ui/Money';
import { explainEntry } from './explain-entry';

interface Props {
  id?: string;
  amount: string;
  currency?: string;
  /** The journal entry that posted it. */
  entryNo: number;
  inList?: boolean;
}

/** An amount as a journal entry posted it: leads to the entry's lines, for who may see the ledger. */
export function PostedAmount({ entryNo, ...props }: Props) {
  const queries = useQueryClient();
  const mayRead = useCan()('ledger.read');
  if (!mayRead) return <Money amount={props.amount} currency={props.currency} />;
  return <ExplainAmount {...props} explanation={explainEntry(queries, entryNo)} />;
}
