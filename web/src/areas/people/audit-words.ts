import { useMemo } from 'react';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { people as english } from '@/i18n/en/people';
import { useCan } from '@/shell/session';
import { useUserNames } from '@/ui/UserPicker';
import { differencesOf, inWords, othersOf, plainName, verbOf } from './audit';

type Kind = keyof typeof english.audit.kinds;
type Action = keyof typeof english.audit.actions;
type What = keyof typeof english.audit.whats;

/** Kinds, actions and details of audit events in the user's language; unknown ones as they are. */
export function useAuditWords() {
  const { t } = useT('people');
  const nameOf = useKnownNames();
  return useMemo(() => {
    const kind = (word: string) =>
      word in english.audit.kinds ? t(`audit.kinds.${word as Kind}`) : plainName(word);
    const action = (word: string) => {
      if (word === 'session.started') return t('audit.signedIn');
      const verb = verbOf(word);
      return verb in english.audit.actions ? t(`audit.actions.${verb as Action}`) : plainName(verb);
    };
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
      kind,
      action,
      /** With what it was done to: `Invoice · Issued`. */
      named: (word: string) => {
        const what = word.split('.')[0] ?? word;
        if (word === 'session.started') return action(word);
        return what in english.audit.whats
          ? `${t(`audit.whats.${what as What}`)} · ${action(word)}`
          : `${kind(what)} · ${action(word)}`;
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
