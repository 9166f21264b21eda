import type {
  AlertCounts,
  CurrentEngine,
  DashboardFrame,
  DashboardSnapshot,
  LivePoint,
  Statistics,
  SystemReport,
  TurnRecord,
  WindowName,
} from '@yychat/protocol';

/** Points that are kept: five minutes at one a second. */
export const KEPT_POINTS = 300;
const KEPT_REQUESTS = 10;

/** What is known of the service. Every frame makes a new one, which shares what has not changed. */
export interface LiveData {
  readonly seq: number;
  readonly window: WindowName;
  readonly timestamp: string;
  readonly statistics: Statistics;
  readonly system: SystemReport;
  readonly engine: CurrentEngine;
  readonly alerts: AlertCounts;
  /** The last one first. */
  readonly requests: readonly TurnRecord[];
  /** Oldest first. */
  readonly points: readonly LivePoint[];
}

/** What a snapshot says. Points that were known stay. */
export function fromSnapshot(before: LiveData | null, snapshot: DashboardSnapshot): LiveData {
  const { seq, window, timestamp, statistics, system, engine, alerts } = snapshot;
  const first = snapshot.live[0]?.at ?? Infinity;
  const older = before?.points.filter(({ at }) => at < first) ?? [];
  return {
    seq,
    window,
    timestamp,
    statistics,
    system,
    engine,
    alerts,
    requests: snapshot.recent_requests,
    points: [...older, ...snapshot.live].slice(-KEPT_POINTS),
  };
}

/** What is known after a frame. `null`: a frame before it was missed, and what is known is no longer true. */
export function withFrame(before: LiveData, frame: DashboardFrame): LiveData | null {
  if (frame.seq <= before.seq) return before;
  if (frame.seq > before.seq + 1) return null;
  const { seq, timestamp, point } = frame;
  return {
    seq,
    window: before.window,
    timestamp,
    statistics: frame.statistics ?? before.statistics,
    system: frame.system ?? before.system,
    engine: frame.engine ?? before.engine,
    alerts: frame.alerts ?? before.alerts,
    requests: frame.requests === undefined ? before.requests : merge(frame.requests, before.requests),
    points: append(before.points, point),
  };
}

/** Each request once: what comes last may know more of it. */
function merge(news: readonly TurnRecord[], known: readonly TurnRecord[]): readonly TurnRecord[] {
  const ids = new Set(news.map(({ request_id }) => request_id));
  return [...news, ...known.filter(({ request_id }) => !ids.has(request_id))].slice(0, KEPT_REQUESTS);
}

function append<Item>(items: readonly Item[], item: Item): readonly Item[] {
  return items.length < KEPT_POINTS ? [...items, item] : [...items.slice(1 - KEPT_POINTS), item];
}
