import { OfflineError, SignedOutError } from '@/api/problem';

/** What became of one of many. */
export type Outcome =
  | { state: 'running' }
  | { state: 'done'; said: string }
  | { state: 'refused'; error: unknown }
  /** No answer came: nobody knows whether it was done. */
  | { state: 'unanswered'; error: unknown };

export type Outcomes = Readonly<Record<string, Outcome>>;

interface Watch {
  tell: (id: string, outcome: Outcome) => void;
  isStopped: () => boolean;
}

/** One after the other, so that numbers are given in the order of the rows. A refusal does not stop the others. */
export async function runAll<Row extends { id: string }>(
  rows: readonly Row[],
  run: (row: Row) => Promise<string>,
  { tell, isStopped }: Watch,
): Promise<void> {
  for (const row of rows) {
    if (isStopped()) return;
    tell(row.id, { state: 'running' });
    try {
      tell(row.id, { state: 'done', said: await run(row) });
    } catch (error) {
      const isAnswered = !(error instanceof OfflineError || error instanceof SignedOutError);
      tell(row.id, { state: isAnswered ? 'refused' : 'unanswered', error });
      if (!isAnswered) return;
    }
  }
}

/** What is not done yet, whether it was tried or not. */
export const undone = <Row extends { id: string }>(rows: readonly Row[], outcomes: Outcomes) =>
  rows.filter((row) => outcomes[row.id]?.state !== 'done');

/** How much of what is not done was refused, got no answer, or was not tried. */
export function leftOf<Row extends { id: string }>(rows: readonly Row[], outcomes: Outcomes) {
  const refused = countOf(outcomes, 'refused');
  const unanswered = countOf(outcomes, 'unanswered');
  const untried = undone(rows, outcomes).length - refused - unanswered;
  return { refused, unanswered, untried };
}

export const countOf = (outcomes: Outcomes, state: Outcome['state']) =>
  Object.values(outcomes).filter((outcome) => outcome.state === state).length;
