import { queryOptions } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
import { api, body } from '@/api/client';
import { isProblem } from '@/api/problem';
import type { Schema } from '@/api/schemas';

export type Session = Schema<'Session'>;
export type Permission = Schema<'Permission'>;

const KEY = ['session', '/api/v1/session'];

/** Who is signed in; null for nobody. */
export const sessionQuery = queryOptions({
  queryKey: KEY,
  staleTime: 5 * 60_000,
  queryFn: async (): Promise<Session | null> => {
    try {
      return await body(api.GET('/api/v1/session'));
    } catch (error) {
      if (isProblem(error) && error.status === 401) return null;
      throw error;
    }
  },
});

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession is for pages behind the sign-in');
  return session;
}

export const signIn = (credentials: Schema<'Credentials'>) =>
  body(api.POST('/api/v1/session', { body: credentials }));

/** Forgets everything that was read: the next user must not see it. */
export async function signOut() {
  await api.DELETE('/api/v1/session').catch(() => undefined);
  window.location.assign('/');
}

/** Whether the session has one of these permissions, for any client at all. */
export function holds(session: Session, needed?: Permission | readonly Permission[]): boolean {
  if (needed === undefined) return true;
  const wanted: readonly Permission[] = typeof needed === 'string' ? [needed] : needed;
  return session.permissions.some((access) => wanted.includes(access.permission));
}

/**
 * What to show and what to leave out; the server decides in the end. With an owner: whether the
 * permission reaches that owner's clients.
 */
export function useCan() {
  const session = useSession();
  return useCallback(
    (permission: Permission, owner?: string | null) => {
      const access = session.permissions.find((access) => access.permission === permission);
      if (!access) return false;
      return owner === undefined || access.all || (owner !== null && access.owners.includes(owner));
    },
    [session],
  );
}

/** What day it is in the company. */
export const useToday = () => useSession().company.today;
