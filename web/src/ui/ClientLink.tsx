import { Link } from '@tanstack/react-router';
import { isForbidden, isNotFound, isProblem } from '@/api/problem';
import { usePrefetch, useRead } from '@/api/read';
import { useT } from '@/i18n';

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

/** There is no such client for this user, by an id that is one or that never was. */
export const isOutOfSight = (error: unknown) =>
  isNotFound(error) || isForbidden(error) || (isProblem(error) && error.status === 400);

/** A client's name, read once and shared by all places that show it. */
export function ClientName({ id }: { id: string }) {
  const { t } = useT();
  const { data, error } = useRead(
    '/api/v1/clients/{id}',
    { path: { id } },
    { keep: false, staleTime: 5 * 60_000 },
  );
  if (data) return <>{data.trading_name ?? data.legal_name}</>;
  return <>{isOutOfSight(error) ? t('client.hidden') : '…'}</>;
}
