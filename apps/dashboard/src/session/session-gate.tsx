import { Suspense, useEffect, useRef, type ReactNode } from 'react';
import { isApiError } from '../api/api-error.js';
import { lazily } from '../lazily.js';
import { ErrorState } from '../ui/state.js';
import styles from './gate.module.css';
import { mayAct, SessionProvider, useLogin, useSessionQuery } from './session.js';
import { CheckingView } from './checking-view.js';

/** Not for those who are logged in. */
const ForbiddenView = lazily(async () => (await import('./forbidden-view.js')).ForbiddenView);
const LoginView = lazily(async () => (await import('./login-view.js')).LoginView);

export interface SessionGateProps {
  readonly loginCode: string | null;
  readonly children: ReactNode;
}

/** Shows what is below to those who may see it, and to others what they can do. */
export function SessionGate({ loginCode, children }: SessionGateProps) {
  const session = useSessionQuery();
  const login = useLogin();
  const { mutate } = login;
  const code = useRef(loginCode);
  const wasLoggedIn = useRef(false);

  useEffect(() => {
    if (code.current === null) return;
    mutate({ code: code.current });
    // It is good for one time.
    code.current = null;
  }, [mutate]);
  useEffect(() => {
    if (session.data !== undefined && session.data !== null) wasLoggedIn.current = true;
  }, [session.data]);

  if (login.isPending || (loginCode !== null && login.isIdle)) return <CheckingView />;
  if (session.data === undefined) {
    if (!session.isError) return <CheckingView />;
    if (!isApiError(session.error) || session.error.status !== 403)
      return (
        <main className={styles.page}>
          <ErrorState error={session.error} onRetry={() => void session.refetch()} />
        </main>
      );
  }
  if (session.data === undefined || (session.data !== null && !mayAct(session.data.role, 'operator')))
    return (
      <Suspense fallback={<CheckingView />}>
        <ForbiddenView session={session.data ?? null} />
      </Suspense>
    );
  if (session.data === null)
    return (
      <Suspense fallback={<CheckingView />}>
        <LoginView codeError={login.error} />
      </Suspense>
    );
  return <SessionProvider value={session.data}>{children}</SessionProvider>;
}
