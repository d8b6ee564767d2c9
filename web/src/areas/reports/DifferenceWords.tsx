import { Link } from '@tanstack/react-router';
import { useRead } from '@/api/read';
import { piecesOf } from './proof-checks';

/** What a difference is about; what it names can be opened. */
export function DifferenceWords({ text }: { text: string }) {
  const pieces = piecesOf(text);
  // Accounts are named by number: the chart knows their ids.
  const isAccount = pieces.some(({ account }) => account !== undefined);
  const chart = useRead('/api/v1/gl-accounts', {}, { enabled: isAccount, staleTime: 60_000 });
  const idOf = (number: string) => chart.data?.items.find((one) => one.number === number)?.id;
  return pieces.map(({ text, to, account }, index) => {
    const id = account && idOf(account);
    const path = id ? `/chart/${id}` : to?.path;
    if (!path) return <span key={index}>{text}</span>;
    return (
      <Link key={index} to={path as '/'} search={(to?.search ?? {}) as never} className="plain">
        {text}
      </Link>
    );
  });
}
