export type HealthStatus = 'up' | 'degraded' | 'down';

export interface DependencyHealth {
  readonly name: string;
  readonly status: HealthStatus;
  /** Milliseconds that the check took. */
  readonly latency: number;
  /** Why it is not `up`. Never a secret. */
  readonly reason?: string;
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
