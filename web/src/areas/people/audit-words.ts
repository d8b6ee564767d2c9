import { useMemo } from 'react';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { people as english } from '@/i18n/en/people';
import { useCan } from '@/shell/session';
import { useUserNames } from '@/ui/UserPicker';
import { differencesOf, inWords, othersOf, plainName } from './audit';

type Kind = keyof typeof english.audit.kinds;
type Action = keyof typeof english.audit.actions;

/** Kinds, actions and details of audit events in the user's language; unknown ones as they are. */
export function useAuditWords() {
  const { t } = useT('people');
  const nameOf = useKnownNames();
  return useMemo(() => {
    const summary = (detail: Record<string, unknown>): string => {
      const changed = differencesOf(detail).map(({ field, after, before }) => {
        const words = inWords(after ?? before, nameOf).replaceAll('\n', ', ');
        return field ? `${plainName(field)}: ${words}` : words;
      });
      const others = othersOf(detail).map(
        ([name, value]) => `${plainName(name)}: ${inWords(value, nameOf).replaceAll('\n', ', ')}`,
      );
      return [...changed, ...others].join(' · ');
    };
    return {
      nameOf,
      summary,
      kind: (kind: string) =>
        kind in english.audit.kinds ? t(`audit.kinds.${kind as Kind}`) : plainName(kind),
      action: (action: string) => {
        if (action === 'session.started') return t('audit.signedIn');
        const verb = action.split('.').at(-1) ?? action;
        return verb in english.audit.actions ? t(`audit.actions.${verb as Action}`) : action;
      },
    };
  }, [t, nameOf]);
}

/** Users and roles are recorded by their ids; whoever may list them sees names. */
function useKnownNames() {
  const mayList = useCan()('users.manage');
  const users = useUserNames();
  const { data: roles } = useRead('/api/v1/roles', {}, { enabled: mayList, staleTime: 300_000 });
  return useMemo(() => {
    const names = new Map<string, string>();
    for (const { id, name } of [...users, ...(roles?.items ?? [])]) names.set(id, name);
    return (text: string) => names.get(text);
  }, [users, roles]);
}
