import type { ProcessUsage } from '../figures/process-figures.js';

/** How one instance is, by its own account. */
export interface InstanceState extends ProcessUsage {
  readonly id: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly started: string;
  /** When it said so, ISO 8601. */
  readonly timestamp: string;
  /** What the service tells of itself, such as its version. */
  readonly about: Readonly<Record<string, string>>;
  /** What its gauges say. */
  readonly gauges: Readonly<Record<string, number | null>>;
}

/** The state that a heartbeat tells; undefined for what is none. */
export function instanceStateOf(heartbeat: string): InstanceState | undefined {
  try {
    const state = JSON.parse(heartbeat) as InstanceState | null;
    return typeof state?.id === 'string' && typeof state.memory.rss === 'number' ? state : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
