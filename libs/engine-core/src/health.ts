export type HealthStatus = 'up' | 'degraded' | 'down';

/** Why something is not `up`. */
export type HealthCode =
  | 'unreachable'
  | 'credentials_refused'
  | 'bad_status'
  | 'store_failed'
  | 'facts_failed'
  | 'extraction_failed'
  | 'check_failed'
  | 'check_timeout';

export interface DependencyHealth {
  readonly name: string;
  readonly status: HealthStatus;
  /** Milliseconds that the check took. */
  readonly latency: number;
  /** Why it is not `up`, in English. Never a secret. */
  readonly reason?: string;
  /** The same for programs, and for pages in other languages. */
  readonly code?: HealthCode | (string & {});
  /** What the code leaves open: a status, the name of an error. Never a secret. */
  readonly detail?: string;
  /** A dependency that chat can do without is `degraded`, not `down`, for the whole. */
  readonly required: boolean;
}

export interface HealthReport {
  readonly status: HealthStatus;
  readonly dependencies: readonly DependencyHealth[];
}

/** The whole is down when something required is, degraded when anything is not up. */
export function summarize(dependencies: readonly DependencyHealth[]): HealthReport {
  let status: HealthStatus = 'up';
  for (const dependency of dependencies) {
    if (dependency.status === 'up') continue;
    if (dependency.status === 'down' && dependency.required) return { status: 'down', dependencies };
    status = 'degraded';
  }
  return { status, dependencies };
}
