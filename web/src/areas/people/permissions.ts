import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import type { people as words } from '@/i18n/en/people';

export type Permission = Schema<'Permission'>;
export type Scope = Schema<'Scope'>;
export type Role = Schema<'Role'>;

type PermissionWord = keyof typeof words.permissions;

/** `write_offs.request` as the key of its words. */
const wordOf = (permission: Permission) => permission.replace('.', '_') as PermissionWord;

/** A permission's name and what it allows, in the user's language. */
export function usePermissionWords() {
  const { t } = useT('people');
  return (permission: Permission) => ({
    name: t(`permissions.${wordOf(permission)}`),
    hint: t(`permissionHints.${wordOf(permission)}`),
  });
}

export const GROUPS = ['clients', 'receivables', 'ledger', 'administration'] as const;
export type Group = (typeof GROUPS)[number];

/** Under which heading a permission stands. */
export function groupOf(permission: Permission): Group {
  const [what] = permission.split('.');
  switch (what) {
    case 'clients':
      return 'clients';
    case 'ledger':
      return 'ledger';
    case 'users':
    case 'company':
    case 'audit':
    case 'imports':
      return 'administration';
    default:
      return 'receivables';
  }
}

/** The permissions in their groups, each in the API's order. */
export const grouped = (permissions: readonly Permission[]) =>
  GROUPS.map((group) => ({
    group,
    permissions: permissions.filter((permission) => groupOf(permission) === group),
  })).filter(({ permissions }) => permissions.length > 0);

export const scopeOf = (role: Pick<Role, 'grants'>, permission: Permission): Scope | undefined =>
  role.grants.find((grant) => grant.permission === permission)?.scope;

/** Which of somebody's roles grant a permission, and how far each reaches. */
export const grantedBy = (roles: readonly Role[], permission: Permission) =>
  roles
    .map((role) => ({ role, scope: scopeOf(role, permission) }))
    .filter((one): one is { role: Role; scope: Scope } => one.scope !== undefined);

/** All grants with one of them changed; undefined takes it away. */
export function withScope(
  grants: Role['grants'],
  permission: Permission,
  scope: Scope | undefined,
): Role['grants'] {
  const others = grants.filter((grant) => grant.permission !== permission);
  return scope ? [...others, { permission, scope }] : others;
}

/** One's own changes of `before` made again on what somebody else made of it meanwhile. */
export function rebased(
  before: Role['grants'],
  mine: Role['grants'],
  theirs: Role['grants'],
): Role['grants'] {
  const all = new Set([...before, ...mine].map((grant) => grant.permission));
  return [...all].reduce((grants, permission) => {
    const scope = scopeOf({ grants: mine }, permission);
    const isChanged = scope !== scopeOf({ grants: before }, permission);
    return isChanged ? withScope(grants, permission, scope) : grants;
  }, theirs);
}

/** How many permissions differ between two sets of grants. */
export function countChanges(before: Role['grants'], after: Role['grants']): number {
  const all = new Set([...before, ...after].map((grant) => grant.permission));
  return [...all].filter(
    (permission) =>
      scopeOf({ grants: before }, permission) !== scopeOf({ grants: after }, permission),
  ).length;
}
