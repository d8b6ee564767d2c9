import { useMemo } from 'react';
import { useRead } from '@/api/read';
import { isKey, useT } from '@/i18n';
import { useCan } from '@/shell/session';
import { useUserNames } from '@/ui/UserPicker';
import { differencesOf, inWords, othersOf, plainName, verbOf } from './audit';
import type { Role } from './permissions';

/** Kinds, actions and details of audit events in the user's language; unknown ones as they are. */
export function useAuditWords() {
  const { t } = useT('people');
  const nameOf = useKnownNames();
  return useMemo(() => {
    const wordOf = (group: 'kinds' | 'actions' | 'fields' | 'whats', word: string) => {
      const key = `people:audit.${group}.${word}`;
      return isKey(key) ? t(key) : undefined;
    };
    const kind = (word: string) => wordOf('kinds', word) ?? plainName(word);
    const action = (word: string) => {
      if (word === 'session.started') return t('audit.signedIn');
      const verb = verbOf(word);
      return wordOf('actions', verb) ?? plainName(verb);
    };
    const field = (name: string) => wordOf('fields', name) ?? plainName(name);
    const said = (one: unknown): unknown => {
      if (Array.isArray(one)) return one.map(said);
      if (!isGrant(one)) return one;
      return `${nameOf(one.permission) ?? one.permission}: ${t(`scope.${one.scope}`)}`;
    };
    const value = (one: unknown) => inWords(said(one), nameOf, field);
    const summary = (detail: Record<string, unknown>): string =>
      [
        ...differencesOf(detail).map(({ field: name, after, before }) => [name, after ?? before]),
        ...othersOf(detail),
      ]
        .map(([name, one]) => {
          const words = value(one).replaceAll('\n', ', ');
          return name ? `${field(String(name))}: ${words}` : words;
        })
        .join(' · ');
    return {
      field,
      value,
      summary,
      kind,
      action,
      /** With what it was done to: `Invoice · Issued`. */
      named: (word: string) => {
        const what = word.split('.')[0] ?? word;
        if (word === 'session.started') return action(word);
        return `${wordOf('whats', what) ?? kind(what)} · ${action(word)}`;
      },
    };
  }, [t, nameOf]);
}

const isGrant = (one: unknown): one is Role['grants'][number] =>
  typeof one === 'object' && one !== null && 'permission' in one && 'scope' in one;

/** Users and roles are recorded by their ids; whoever may list them sees names. */
function useKnownNames() {
  const { t } = useT('people');
  const mayList = useCan()('users.manage');
  const users = useUserNames();
  const { data: roles } = useRead('/api/v1/roles', {}, { enabled: mayList, staleTime: 300_000 });
  return useMemo(() => {
    const names = new Map<string, string>([
      ['true', t('ui:yes')],
      ['false', t('ui:no')],
    ]);
    for (const { id, name } of [...users, ...(roles?.items ?? [])]) names.set(id, name);
    return (text: string) => {
      const key = `people:permissions.${text.replace('.', '_')}`;
      return text.includes('.') && isKey(key) ? t(key) : names.get(text);
    };
  }, [t, users, roles]);
}
