import { describe, expect, it } from 'vitest';
import { isSameState, kept, stateOf } from './views';

describe('the state of a view', () => {
  it('is the same in whatever order', () => {
    expect(isSameState({ a: '1', b: '2' }, { b: '2', a: '1' })).toBe(true);
    expect(isSameState({ a: '1' }, { a: '1', b: '2' })).toBe(false);
  });

  it('holds only words, whatever somebody else put there', () => {
    const state = { sort: 'name', wide: true, nested: { a: 1 } } as never;
    expect(stateOf({ state })).toEqual({ sort: 'name' });
    expect(stateOf({ state: kept({ status: 'active' }) })).toEqual({ status: 'active' });
  });
});
