import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';

export type Step = Schema<'OpenItemStep'>;

export const useItemHistory = (id: string, enabled = true) =>
  useRead('/api/v1/open-items/{id}/history', { path: { id } }, { keep: false, enabled });

/** The entries that a later one took back. */
export const takenBack = (steps: readonly Step[]): ReadonlySet<number> =>
  new Set(steps.flatMap((step) => (step.reverses_no == null ? [] : [step.reverses_no])));
