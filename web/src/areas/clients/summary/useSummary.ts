import { useRead } from '@/api/read';
import { useAsOf } from '@/ui/AsOfPicker';

/** A client's risk, behaviour and balances at the end of the day that the page shows; read once for all of it. */
export function useSummary(clientId: string, enabled = true) {
  const { asOf } = useAsOf();
  return useRead(
    '/api/v1/clients/{id}/summary',
    { path: { id: clientId }, query: { as_of: asOf } },
    { keep: false, enabled },
  );
}
