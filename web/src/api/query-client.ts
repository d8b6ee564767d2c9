import { QueryClient } from '@tanstack/react-query';
import { OfflineError } from './problem';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => error instanceof OfflineError && failures < 2,
    },
    mutations: { retry: false },
  },
});
