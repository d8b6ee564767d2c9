import { describe, expect, it } from 'vitest';
import { formatBytes } from '@/lib/bytes';
import { formatPercent, percentOf } from './measures';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const en = { locale: 'en-US' };

describe('measures of files and work', () => {
  it('names a length in the unit that suits it', () => {
    expect(plain(formatBytes(1, en))).toBe('1 byte');
    expect(plain(formatBytes(220_450, en))).toBe('215 kB');
    expect(plain(formatBytes(512 * 1024 * 1024, en))).toBe('512 MB');
    expect(plain(formatBytes(3_400_000, { locale: 'es-ES' }))).toBe('3,2 MB');
  });

  it('says how far work is only where that is known', () => {
    expect(percentOf(1, null)).toBeUndefined();
    expect(percentOf(0, 0)).toBeUndefined();
    expect(percentOf(1, 3)).toBe(33);
    expect(percentOf(7, 3)).toBe(100);
    expect(plain(formatPercent(33, en))).toBe('33%');
  });
});
