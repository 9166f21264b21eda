import type { Spread } from './performance.js';

/** Bytes. */
export interface MemoryUsage {
  readonly rss: number;
  readonly heap_used: number;
  readonly heap_total: number;
  readonly external: number;
}

/** How one instance is, by its own account. */
export interface InstanceState {
  readonly id: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly started: string;
  /** When it said so, ISO 8601. */
  readonly timestamp: string;
  /** Such as its host and version. */
  readonly about: Readonly<Record<string, string>>;
  readonly memory: MemoryUsage;
  /** Cores that it keeps busy; 1.5 is one and a half. */
  readonly cpu: number | null;
  /** What its gauges say. */
  readonly gauges: Readonly<Record<string, number | null>>;
}

/** How the cluster's processes are. */
export interface SystemReport {
  /** Of all instances together. */
  readonly memory: MemoryUsage | null;
  /** Cores that are busy with all instances together. */
  readonly cpu: number | null;
  /** Of all instances, in the last minute. Seconds. */
  readonly event_loop_delay: Spread;
  /** Those that live. */
  readonly instances: readonly InstanceState[];
  /** What was measured beside the turns, in the last minute: how it was spread, or how often it was counted. */
  readonly figures: Readonly<Record<string, Spread | number>>;
}
