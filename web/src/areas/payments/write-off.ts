import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';

export type WriteOff = Schema<'WriteOff'>;

export const decideWriteOff = (id: string, approve: boolean) =>
  body(
    api.POST('/api/v1/write-offs/{id}/decision', { params: { path: { id } }, body: { approve } }),
  );

export const reverseWriteOff = (id: string, reason: string) =>
  body(
    api.POST('/api/v1/write-offs/{id}/reversal', { params: { path: { id } }, body: { reason } }),
  );
