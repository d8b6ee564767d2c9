import { describe, expect, it } from 'vitest';
import { OfflineError } from '@/api/problem';
import { countOf, leftOf, type Outcome, type Outcomes, runAll, undone } from './run-all';

const rows = ['a', 'b', 'c'].map((id) => ({ id }));

async function outcomesOf(run: (row: { id: string }) => Promise<string>, stopAfter = 9) {
  const outcomes: Record<string, Outcome> = {};
  await runAll(rows, run, {
    tell: (id, outcome) => {
      outcomes[id] = outcome;
    },
    isStopped: () => countOf(outcomes, 'done') >= stopAfter,
  });
  return outcomes as Outcomes;
}

describe('the same for many', () => {
  it('goes on after a refusal', async () => {
    const outcomes = await outcomesOf(async ({ id }) => {
      if (id === 'b') throw new Error('locked');
      return `no. ${id}`;
    });
    expect(outcomes.a).toEqual({ state: 'done', said: 'no. a' });
    expect(outcomes.b).toMatchObject({ state: 'refused' });
    expect(outcomes.c).toMatchObject({ state: 'done' });
    expect(undone(rows, outcomes)).toEqual([{ id: 'b' }]);
    expect(leftOf(rows, outcomes)).toEqual({ refused: 1, unanswered: 0, untried: 0 });
  });

  it('ends where no answer comes', async () => {
    const outcomes = await outcomesOf(async ({ id }) => {
      if (id === 'b') throw new OfflineError();
      return id;
    });
    expect(outcomes.b).toMatchObject({ state: 'unanswered' });
    expect(undone(rows, outcomes)).toEqual([{ id: 'b' }, { id: 'c' }]);
    expect(leftOf(rows, outcomes)).toEqual({ refused: 0, unanswered: 1, untried: 1 });
  });

  it('can be stopped between two', async () => {
    const outcomes = await outcomesOf(async ({ id }) => id, 1);
    expect(Object.keys(outcomes)).toEqual(['a']);
  });
});
