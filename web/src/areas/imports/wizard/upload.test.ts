import { describe, expect, it } from 'vitest';
import { ProblemError } from '@/api/problem';
import { FILE_BYTES_MAX, faultOf, uploadOf } from './upload';

describe('a file to import', () => {
  it('is refused before it is sent where it cannot be right', () => {
    expect(faultOf({ name: 'open.csv', size: 10 })).toBeUndefined();
    expect(faultOf({ name: 'OPEN.XLSX', size: FILE_BYTES_MAX })).toBeUndefined();
    expect(faultOf({ name: 'open.csv', size: 0 })).toBe('empty');
    expect(faultOf({ name: 'open.csv', size: FILE_BYTES_MAX + 1 })).toBe('tooLarge');
    expect(faultOf({ name: 'scan.pdf', size: 10 })).toBe('wrongKind');
  });

  it('is answered with what was kept, or a problem', () => {
    expect(uploadOf({ status: 201, responseText: '{"id":"u"}' })).toEqual({ id: 'u' });
    const refuse = () =>
      uploadOf({
        status: 413,
        responseText: '{"status":413,"code":"too-large","detail":"split it","request_id":"r"}',
      });
    expect(refuse).toThrow(ProblemError);
    expect(refuse).toThrow('split it');
    expect(() => uploadOf({ status: 502, responseText: '<html>' })).toThrow('HTTP 502');
  });
});
