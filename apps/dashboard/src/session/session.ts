import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { LoginRequest, Role, Session } from '@yychat/protocol';
import { createContext, use } from 'react';
import { isApiError } from '../api/api-error.js';
import { call } from '../api/client.js';
import { SESSION_KEY } from '../api/query-client.js';

const ROLES: readonly Role[] = ['client', 'operator', 'admin'];

/** Whether one role may do what another may. */
export function mayAct(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Who is logged in; `null`: nobody. */
export function useSessionQuery() {
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: async ({ signal }) => {
      try {
        return await call<Session>('GET /v1/dashboard/session', { signal });
      } catch (error) {
        if (isApiError(error) && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
    // When the service is away the page says so; when it is back, the page must find out by itself.
    refetchInterval: (query) => (query.state.status === 'error' ? 5_000 : false),
  });
}

/** Exchanges a key or a code for a cookie. It is sent once, and kept nowhere. */
export function useLogin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (request: LoginRequest) => call<Session>('POST /v1/dashboard/session', { body: request }),
    async onSuccess(session) {
      // A look that began before the login, and so says that nobody is logged in, must not come after it.
      await queries.cancelQueries({ queryKey: SESSION_KEY });
      queries.setQueryData(SESSION_KEY, session);
    },
    gcTime: 0,
  });
}

export function useLogout() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call<undefined>('DELETE /v1/dashboard/session'),
    async onSuccess() {
      await queries.cancelQueries({ queryKey: SESSION_KEY });
      queries.setQueryData(SESSION_KEY, null);
      // What somebody saw is not for whoever logs in next.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
    },
  });
}

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

/** Who is logged in. Below the gate there is always somebody. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('Nobody is logged in here.');
  return session;
}

/** Whether who is logged in may do what the role may. */
export function useMay(needed: Role): boolean {
  return mayAct(useSession().role, needed);
}
