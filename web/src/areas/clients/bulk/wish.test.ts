import { describe, expect, it } from 'vitest';
import { asksNothing, comingAndGoing, difference, differing, EMPTY, NOBODY, wishOf } from './wish';

describe('a change of many clients', () => {
  it('leaves out what stays', () => {
    expect(wishOf(EMPTY)).toEqual({});
    expect(asksNothing({ ...EMPTY, type: '  ' })).toBe(true);
    expect(wishOf({ ...EMPTY, status: 'closed', add: ['north'] })).toEqual({
      status: 'closed',
      add_tags: ['north'],
    });
  });

  it('tells nobody from no change', () => {
    expect(wishOf({ ...EMPTY, owner: NOBODY })).toEqual({ owner_id: null });
  });

  it('tells coming tags from going ones', () => {
    expect(comingAndGoing(['a', 'b'], ['b', 'c'])).toEqual({ coming: ['c'], going: ['a'] });
    expect(comingAndGoing(undefined, undefined)).toEqual({ coming: [], going: [] });
  });

  it('names the fields that differ anywhere', () => {
    const client = (before: object, after: object) =>
      ({ id: '1', number: 'A', legal_name: 'A', difference: { before, after } }) as never;
    const changes = [
      client({ tags: [] }, { tags: ['a'] }),
      client({ status: 'x' }, { status: 'y' }),
    ];
    expect(differing(changes)).toEqual(['status', 'tags']);
    expect(difference(changes[1] as never, 'status')).toEqual(['x', 'y']);
    expect(difference(changes[0] as never, 'status')).toEqual([undefined, undefined]);
  });
});
