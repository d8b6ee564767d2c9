import { describe, expect, it } from 'vitest';
import { people as english } from '@/i18n/en/people';
import { people as spanish } from '@/i18n/es/people';
import {
  ACTIONS,
  differencesOf,
  inWords,
  KINDS,
  othersOf,
  placeOf,
  plainName,
  verbOf,
} from './audit';

const nobody = () => undefined;

describe('an audit event', () => {
  it('tells the fields that differ', () => {
    const detail = {
      before: { name: 'A', tags: ['x'], status: 'active', note: null },
      after: { name: 'B', tags: ['x'], status: 'active', note: '' },
      reason: 'moved',
    };
    expect(differencesOf(detail)).toEqual([{ field: 'name', before: 'A', after: 'B' }]);
    expect(othersOf(detail)).toEqual([['reason', 'moved']]);
  });

  it('tells all of what is new, and a bare word too', () => {
    expect(differencesOf({ after: { name: 'A', region: null } })).toEqual([
      { field: 'name', before: undefined, after: 'A' },
    ]);
    expect(differencesOf({ before: 'open', after: 'soft' })).toEqual([
      { field: '', before: 'open', after: 'soft' },
    ]);
    expect(differencesOf({})).toEqual([]);
  });

  it('says values in words', () => {
    expect(inWords(null, nobody)).toBe('–');
    expect(inWords([], nobody)).toBe('–');
    expect(inWords(['u1', 'u2'], (id) => (id === 'u1' ? 'Ana' : undefined))).toBe('Ana\nu2');
    expect(inWords({ permission: 'audit.read', scope: 'all' }, nobody)).toBe(
      'Permission: audit.read, Scope: all',
    );
    expect(plainName('legal_name')).toBe('Legal name');
  });

  it.each(ACTIONS)('has words for %s in every language', (action) => {
    const what = action.split('.')[0] ?? '';
    for (const { audit } of [english, spanish]) {
      expect(Object.keys({ ...audit.kinds, ...audit.whats, session: '' })).toContain(what);
      expect(Object.keys(audit.actions)).toContain(verbOf(action));
    }
  });

  it('asks for every kind that there are words for', () => {
    for (const { audit } of [english, spanish])
      expect(Object.keys(audit.kinds)).toEqual([...KINDS]);
  });

  it('knows where its subject is', () => {
    expect(placeOf('invoice', '7')).toEqual(['/invoices/7', {}]);
    expect(placeOf('contact', '7', { client_id: 'c' })).toEqual([
      '/clients/c',
      { tab: 'contacts' },
    ]);
    expect(placeOf('tax', 'standard')).toEqual(['/company', { tab: 'taxes' }]);
    expect(placeOf('number_series', 'x')).toEqual(['/number-series', {}]);
    expect(placeOf('view', 'x')).toBeUndefined();
  });
});
