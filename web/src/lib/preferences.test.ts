import { describe, expect, it } from 'vitest';
import { fromWire, toWire } from './preferences';

const wire = {
  language: 'en',
  locale: null,
  time_zone: 'UTC',
  density: 'comfortable',
  theme: 'system',
  lists: {},
} as const;

describe('settings', () => {
  it('are said in the server’s words and back', () => {
    const mine = fromWire(wire);
    expect(mine).toMatchObject({ theme: 'auto', density: 'normal', lists: {} });
    expect(mine.locale).toBeUndefined();
    expect(toWire(mine, wire)).toEqual(wire);
  });

  it('keep what the server has no words for', () => {
    const mine = {
      ...fromWire(wire),
      density: 'roomy' as const,
      changes_seen: '3',
      lists: { clients: { columns: ['number'] } },
    };
    const sent = toWire(mine, wire);
    expect(sent.density).toBe('comfortable');
    expect(fromWire(sent)).toEqual(mine);
  });
});
