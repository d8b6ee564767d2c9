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

  it('has no day that there never was', () => {
    expect(parseSearch('?as_of=2026-02-30&by=client')).toEqual({ by: 'client' });
    expect(parseSearch('?as_of=2026-99-99')).toEqual({});
    expect(parseSearch('?as_of=2024-02-29')).toEqual({ as_of: '2024-02-29' });
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
