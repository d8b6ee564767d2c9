import { describe, expect, it } from 'vitest';
import { listSearch, parseSearch, stringifySearch } from './search';

describe('the address', () => {
  it('stays readable and survives a reload', () => {
    const words = { status: 'active', cols: 'number,name', search: 'a&b=c' };
    const text = stringifySearch(words);
    expect(text).toBe('?status=active&cols=number,name&search=a%26b%3Dc');
    expect(parseSearch(text)).toEqual(words);
  });

  it('keeps words that look like numbers or booleans as words', () => {
    expect(parseSearch('?number=00123&archived=true')).toEqual({
      number: '00123',
      archived: 'true',
    });
  });

  it('leaves empty words out', () => {
    expect(stringifySearch({ status: undefined, owner: '' })).toBe('');
  });

  it('drops what a list does not know', () => {
    const validate = listSearch('status');
    expect(validate({ status: 'active', sort: '-name', evil: 'x' })).toEqual({
      status: 'active',
      sort: '-name',
    });
  });
});
