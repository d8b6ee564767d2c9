import { Link } from '@tanstack/react-router';
import { usePrefetch, useRead } from '@/api/read';

interface Props {
  id: string;
  /** Where the list does not bring the name, it is read. */
  name?: string | null | undefined;
}

/** Leads to a client's file, and reads it while the pointer is still on the way. */
export function ClientLink({ id, name }: Props) {
  const prefetch = usePrefetch();
  return (
    <Link
      to={'/clients/$id' as '/'}
      params={{ id } as never}
      className="plain"
      {...prefetch('/api/v1/clients/{id}', { path: { id } })}
    >
      {name ?? <ClientName id={id} />}
    </Link>
  );
}

/** A client's name, read once and shared by all places that show it. */
export function ClientName({ id }: { id: string }) {
  const { data } = useRead(
    '/api/v1/clients/{id}',
    { path: { id } },
    { keep: false, staleTime: 5 * 60_000 },
  );
  return <>{data ? (data.trading_name ?? data.legal_name) : '…'}</>;
}
