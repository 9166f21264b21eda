import type { CurrentEngine } from './engines.js';
import type { Statistics, TurnRecord, WindowName } from './performance.js';
import type { SystemReport } from './system.js';

export const DASHBOARD_NAMESPACE = '/dashboard';

/** How the cluster has been in the last ten to twenty seconds. Times in seconds, rates 0 to 1, `null` where there is no data. */
export interface LivePoint {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Turns that the figures rest on. */
  readonly count: number;
  readonly requests_per_second: number;
  readonly avg: number | null;
  readonly median: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly first_chunk_p95: number | null;
  readonly error_rate: number | null;
  readonly cache_hit_rate: number | null;
  /** Of answers. */
  readonly tokens_per_second: number | null;
  /** In the price table's currency. */
  readonly cost_per_hour: number | null;
  readonly event_loop_p99: number | null;
  /** Bytes, of all instances together; `null` of times in which nobody watched. */
  readonly rss: number | null;
  readonly heap_used: number | null;
}

/** How many alerts there are by what they need. */
export interface AlertCounts {
  readonly firing: number;
  /** Of those that fire. */
  readonly critical: number;
  readonly pending: number;
}

/** `GET /v1/dashboard/realtime` */
export interface Realtime {
  /** ISO 8601. */
  readonly timestamp: string;
  /** At most 10, the last one first. */
  readonly recent_requests: readonly TurnRecord[];
  readonly statistics: Statistics;
  readonly system: SystemReport;
}

/** Everything that the first view shows. */
export interface DashboardSnapshot extends Realtime {
  /** Of the last frame that it includes. */
  readonly seq: number;
  /** Of the statistics. */
  readonly window: WindowName;
  readonly engine: CurrentEngine;
  readonly alerts: AlertCounts;
  /** The last ones, oldest first; a frame adds one. */
  readonly live: readonly LivePoint[];
}

/** What has changed since the frame before. What is absent has not. */
export interface DashboardFrame {
  /** One more than that of the frame before, in each window. Who missed one asks for a snapshot. */
  readonly seq: number;
  readonly timestamp: string;
  readonly point: LivePoint;
  readonly statistics?: Statistics;
  readonly system?: SystemReport;
  /** To go before those known, the last one first. */
  readonly requests?: readonly TurnRecord[];
  readonly engine?: CurrentEngine;
  readonly alerts?: AlertCounts;
}

/** An instance that came, or is gone. */
export interface InstanceChange {
  readonly change: 'started' | 'stopped';
  readonly id: string;
  /** Instances that live now. */
  readonly instances: number;
}

/** An alert that fired, or is over. */
export interface AlertChange {
  readonly change: 'fired' | 'resolved' | 'acknowledged';
  readonly incident_id: string;
  readonly rule_id: string;
  readonly name: string;
  readonly severity: 'info' | 'warning' | 'critical';
  /** The engine that it is about, where it is about one. */
  readonly engine: string | null;
  readonly value: number | null;
  /** ISO 8601. */
  readonly timestamp: string;
}

/** Namespace `/dashboard`, from the server. */
export interface DashboardServerEvents {
  /** Once, on connect. */
  snapshot: (snapshot: DashboardSnapshot) => void;
  /** At most once a second; lost where a client is too slow. */
  realtime: (frame: DashboardFrame) => void;
  alert: (alert: AlertChange) => void;
  'engine.switched': (engine: CurrentEngine & { readonly reason: string | null }) => void;
  instance: (change: InstanceChange) => void;
}

/** Namespace `/dashboard`, from the browser. */
export interface DashboardClientEvents {
  /** Asks for the whole state again, after a gap. */
  snapshot: (answer: (snapshot: DashboardSnapshot) => void) => void;
  /** Has the frames from now on cover another window. Default `5m`. */
  watch: (window: WindowName, answer: (snapshot: DashboardSnapshot) => void) => void;
}
