import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';

const NEWEST = 50;

/** The import that a plan became, in whole or in part; undefined where nothing was written. */
export function useBegun(fingerprint: string | undefined): Schema<'Import'> | undefined {
  const { data } = useRead(
    '/api/v1/imports',
    { query: { sort: '-started_at', limit: NEWEST } },
    { enabled: fingerprint !== undefined, keep: false, staleTime: 0 },
  );
  return data?.items.find((one) => one.fingerprint === fingerprint);
}
