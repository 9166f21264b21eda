import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isApiError } from './api-error.js';

export const SESSION_KEY = ['session'] as const;

/** Only what may be better the next time is asked again, and that twice at most. */
function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < 2 && isApiError(error) && (error.status === 0 || error.status >= 500);
}

/** The cache of what was read. Who is no longer logged in sees the login, whichever read found that out. */
export function createQueryClient(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError(error, query) {
        if (isApiError(error) && error.status === 401 && query.queryKey[0] !== SESSION_KEY[0])
          void queries.invalidateQueries({ queryKey: SESSION_KEY });
      },
    }),
    defaultOptions: {
      queries: {
        retry: isWorthRetrying,
        retryDelay: (failures) => 500 * 2 ** failures * (0.75 + Math.random() / 2),
        staleTime: 5_000,
        refetchOnWindowFocus: true,
      },
    },
  });
  return queries;
}
