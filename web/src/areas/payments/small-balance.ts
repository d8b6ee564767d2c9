import { useRead } from '@/api/read';
import { compareDecimals } from '@/lib/decimal';

/**
 * Whether to offer closing a rest as too small to chase. Where the limit is in another currency, it is
 * offered and the server decides.
 */
export function useSmallBalance(currency: string): (rest: string) => boolean {
  const { data } = useRead('/api/v1/company', undefined, { staleTime: 5 * 60_000 });
  return (rest) => {
    if (!data || compareDecimals(rest, '0') <= 0) return false;
    return data.base_currency !== currency || compareDecimals(rest, data.small_balance) <= 0;
  };
}
