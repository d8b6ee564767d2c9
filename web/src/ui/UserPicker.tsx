import { Select, type SelectProps } from '@mantine/core';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { useCan, useSession } from '@/shell/session';

interface Props extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  value: string | null;
  onChange: (id: string | null) => void;
  /** Offers nobody too, by these words. */
  nobody?: string | undefined;
}

/** What the API calls nobody. */
export const NOBODY = 'none';

const USERS_MAX = 500;

interface UserName {
  id: string;
  name: string;
}

/** The users by id and name, once they are wanted. Who may not list them knows at least themselves. */
export function useUsers(isWanted = true): { users: UserName[]; isReading: boolean } {
  const { user } = useSession();
  const enabled = useCan()('users.manage') && isWanted;
  const { data, isPending } = useRead(
    '/api/v1/users',
    { query: { limit: USERS_MAX } },
    { enabled, staleTime: 5 * 60_000 },
  );
  return {
    users: data?.items ?? [{ id: user.id, name: user.name }],
    isReading: enabled && isPending,
  };
}

export const useUserNames = (isWanted?: boolean) => useUsers(isWanted).users;

export function UserPicker({ value, onChange, nobody, ...select }: Props) {
  const { t } = useT();
  const users = useUserNames();
  return (
    <Select
      aria-label={select.label ? undefined : t('user.pick')}
      searchable
      clearable
      nothingFoundMessage={t('user.nothing')}
      {...select}
      value={value}
      onChange={onChange}
      data={[
        ...(nobody ? [{ value: NOBODY, label: nobody }] : []),
        ...users.map((user) => ({ value: user.id, label: user.name })),
      ]}
    />
  );
}
