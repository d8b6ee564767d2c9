import { describe, expect, it } from 'vitest';
import { bucketColour, drillOf, spanOf, typedBounds } from './figures';

const BOUNDS = [30, 60, 90];

describe('buckets', () => {
  it('names their first and last days', () => {
    expect(spanOf(0, BOUNDS)).toEqual([1, 30]);
    expect(spanOf(2, BOUNDS)).toEqual([61, 90]);
    expect(spanOf(3, BOUNDS)).toEqual([91, undefined]);
  });

  it('reads bounds as people type them', () => {
    expect(typedBounds('30, 60;  90 ')).toBe('30,60,90');
    expect(typedBounds('')).toBe('');
  });

  it('goes from pale to deep', () => {
    expect(bucketColour(0, 4)).not.toBe(bucketColour(3, 4));
    expect(bucketColour(0, 1)).toBe(bucketColour(0, 4));
  });
});

describe('the drill', () => {
  it('begins with the owners of the company', () => {
    const drill = drillOf({});
    expect(drill).toMatchObject({ level: 'company', rows: 'owner', totals: 'total' });
  });

  it('shows all clients of the company when asked to', () => {
    expect(drillOf({ by: 'client' })).toMatchObject({ level: 'company', rows: 'client' });
  });

  it('goes from an owner to its clients', () => {
    const drill = drillOf({ owner: 'o', as_of: '2026-03-31' });
    expect(drill).toMatchObject({ level: 'owner', rows: 'client', totals: 'owner' });
    expect(drill.query).toMatchObject({ owner: 'o', as_of: '2026-03-31' });
  });

  it('asks for the client alone, whoever looks after it', () => {
    const { level, query } = drillOf({ owner: 'o', client: 'c', include_children: 'true' });
    expect(level).toBe('client');
    expect(query).toMatchObject({ client: 'c', owner: undefined, include_children: true });
  });

  it('goes to the clients of nobody', () => {
    expect(drillOf({ owner: 'none' })).toMatchObject({
      level: 'owner',
      rows: 'client',
      query: { owner: 'none' },
    });
  });

  it('leaves the clients below out of what is not about a client', () => {
    expect(drillOf({ include_children: 'true' }).query.include_children).toBeUndefined();
  });
});
