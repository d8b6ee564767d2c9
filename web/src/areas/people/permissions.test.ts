import { describe, expect, it } from 'vitest';
import { countChanges, grantedBy, grouped, type Role, rebased, withScope } from './permissions';

const role = (name: string, grants: Role['grants']): Role => ({
  id: name,
  name,
  grants,
  version: 1,
});

describe('permissions', () => {
  it('stand in groups, none left out', () => {
    const groups = grouped(['users.manage', 'clients.read', 'refunds.pay', 'ledger.lock']);
    expect(groups.map(({ group }) => group)).toEqual([
      'clients',
      'receivables',
      'ledger',
      'administration',
    ]);
  });

  it('say which role grants them', () => {
    const reader = role('reader', [{ permission: 'clients.read', scope: 'own' }]);
    const lead = role('lead', [{ permission: 'clients.read', scope: 'team' }]);
    const other = role('other', [{ permission: 'audit.read', scope: 'all' }]);
    const found = grantedBy([reader, other, lead], 'clients.read');
    expect(found.map(({ role, scope }) => [role.name, scope])).toEqual([
      ['reader', 'own'],
      ['lead', 'team'],
    ]);
  });

  it('are changed one at a time, and counted', () => {
    const before: Role['grants'] = [
      { permission: 'clients.read', scope: 'own' },
      { permission: 'audit.read', scope: 'all' },
    ];
    const wider = withScope(before, 'clients.read', 'all');
    expect(countChanges(before, wider)).toBe(1);
    expect(countChanges(before, withScope(wider, 'audit.read', undefined))).toBe(2);
    expect(countChanges(before, withScope(wider, 'clients.read', 'own'))).toBe(0);
  });

  it('are changed on top of what somebody else changed', () => {
    const before: Role['grants'] = [{ permission: 'clients.read', scope: 'own' }];
    const mine: Role['grants'] = [];
    const theirs: Role['grants'] = [...before, { permission: 'audit.read', scope: 'all' }];
    expect(rebased(before, mine, theirs)).toEqual([{ permission: 'audit.read', scope: 'all' }]);
    expect(rebased(before, before, theirs)).toEqual(theirs);
  });
});
