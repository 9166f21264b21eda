import type { Clock } from '@yychat/engine-core';
import type { MetricsQueries } from '@yychat/metrics';
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
import { livePointOf, livePointsOf, POINT_METRICS, POINT_WINDOW } from './live-point.js';

export interface FrameSources {
  readonly queries: Pick<MetricsQueries, 'statistics' | 'series' | 'system' | 'turns'>;
  readonly engine: () => CurrentEngine;
  readonly alerts: () => AlertCounts;
  readonly clock: Clock;
}

/** What is the same in every window. */
interface ClusterView {
  readonly timestamp: string;
  readonly point: LivePoint;
  readonly system: SystemReport;
  readonly requests: readonly TurnRecord[];
  readonly engine: CurrentEngine;
  readonly alerts: AlertCounts;
}

interface WindowView {
  readonly statistics: Statistics;
  /** By the monotonic clock. */
  readonly readAt: number;
}

/** Points that a newcomer is shown: five minutes at one a second. */
const LIVE_POINTS = 300;
const REQUESTS = 10;
/** Milliseconds after which what was seen last is old: nobody has been watching. */
const STALE = 3_000;
/** Milliseconds for which the statistics of a window are good: the longer it is, the more it costs, and the less it changes. */
const GOOD_FOR: Readonly<Record<WindowName, number>> = { '1m': 0, '5m': 0, '1h': 4_500, '24h': 14_500 };

/**
 * What one process shows of the cluster. It keeps what was shown last, so that a frame holds what has changed since, and a
 * snapshot costs nothing. Computes only when it is asked.
 */
export class FrameMaker {
  readonly #sources: FrameSources;
  #seq = 0;
  #readAt = -Infinity;
  #cluster: ClusterView | undefined;
  #live: readonly LivePoint[] = [];
  readonly #windows = new Map<WindowName, WindowView>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(sources: FrameSources) {
    this.#sources = sources;
  }

  /** Ids of the instances that lived when it last looked. */
  get instances(): readonly string[] {
    return this.#cluster?.system.instances.map(({ id }) => id) ?? [];
  }

  /** Looks at the cluster, and tells what has changed, by window. What nobody watches any more is forgotten. */
  next(watched: ReadonlySet<WindowName>): Promise<ReadonlyMap<WindowName, DashboardFrame>> {
    return this.#inTurn(() => this.#next(watched));
  }

  /** Sees to it that there is a snapshot of a window that somebody begins to watch. */
  open(window: WindowName): Promise<void> {
    if (this.#isFresh() && this.#windows.has(window)) return Promise.resolve();
    return this.#inTurn(async () => {
      if (!this.#isFresh()) await this.#next(new Set([...this.#windows.keys(), window]));
      else if (!this.#windows.has(window)) this.#windows.set(window, await this.#read(window));
    });
  }

  /** The state that the frame after it begins with. Undefined for a window that is not open. */
  snapshot(window: WindowName): DashboardSnapshot | undefined {
    const statistics = this.#windows.get(window)?.statistics;
    if (this.#cluster === undefined || statistics === undefined) return undefined;
    const { timestamp, system, requests, engine, alerts } = this.#cluster;
    return {
      ...{ timestamp, recent_requests: requests, statistics, system },
      ...{ seq: this.#seq, window, engine, alerts, live: this.#live },
    };
  }

  async #next(watched: ReadonlySet<WindowName>): Promise<ReadonlyMap<WindowName, DashboardFrame>> {
    const isFresh = this.#isFresh();
    for (const window of this.#windows.keys()) if (!watched.has(window)) this.#windows.delete(window);
    const before = this.#cluster;
    const cluster = await this.#look();
    if (!isFresh) await this.#recallPoints();
    const statistics = new Map<WindowName, Statistics>();
    for (const window of watched) {
      const known = this.#windows.get(window);
      if (known !== undefined && this.#now() - known.readAt < GOOD_FOR[window]) continue;
      const read = await this.#read(window);
      this.#windows.set(window, read);
      if (signatureOf(known?.statistics) !== signatureOf(read.statistics))
        statistics.set(window, read.statistics);
    }
    const isCleared = wasCleared(before?.requests ?? [], cluster.requests);
    this.#live = isCleared ? [cluster.point] : [...this.#live, cluster.point].slice(-LIVE_POINTS);
    this.#cluster = cluster;
    this.#readAt = this.#now();
    // What is gone cannot be told as a change: a number is left out, and everybody asks for a snapshot.
    this.#seq += isCleared ? 2 : 1;
    const changes = changesOf(before, cluster);
    const frames = [...this.#windows.keys()].map((window): [WindowName, DashboardFrame] => {
      const changed = statistics.get(window);
      return [window, { seq: this.#seq, ...changes, ...(changed && { statistics: changed }) }];
    });
    return new Map(frames);
  }

  async #look(): Promise<ClusterView> {
    const { queries, engine, alerts, clock } = this.#sources;
    const last = await queries.statistics({ window: POINT_WINDOW });
    const requests = await queries.turns.recent({ count: REQUESTS });
    const system = await queries.system();
    const at = clock.now();
    return {
      timestamp: new Date(at).toISOString(),
      point: livePointOf(at, last, system),
      ...{ system, requests, engine: engine(), alerts: alerts() },
    };
  }

  async #read(window: WindowName): Promise<WindowView> {
    const readAt = this.#now();
    return { statistics: await this.#sources.queries.statistics({ window }), readAt };
  }

  /** Fills the minutes in which nobody watched with what is kept of them. */
  async #recallPoints(): Promise<void> {
    const { queries, clock } = this.#sources;
    const from = clock.now() - LIVE_POINTS * 1_000;
    const known = this.#live.filter(({ at }) => at > from);
    const last = known.at(-1)?.at ?? from;
    const series = await queries.series({
      metrics: POINT_METRICS,
      window: LIVE_POINTS,
      step: POINT_WINDOW,
    });
    this.#live = [...known, ...livePointsOf(series, clock.now()).filter(({ at }) => at > last)];
  }

  #isFresh(): boolean {
    return this.#now() - this.#readAt < STALE;
  }

  #now(): number {
    return this.#sources.clock.monotonic();
  }

  /** One look after the other, so that each frame follows the one before. */
  #inTurn<Result>(look: () => Promise<Result>): Promise<Result> {
    const looked = this.#turn.then(look);
    this.#turn = looked.catch(() => undefined);
    return looked;
  }
}

function changesOf(before: ClusterView | undefined, now: ClusterView): Omit<DashboardFrame, 'seq'> {
  const { timestamp, point, system, engine, alerts } = now;
  const known = new Set(before?.requests.map(identityOf));
  const requests = now.requests.filter((request) => !known.has(identityOf(request)));
  return {
    timestamp,
    point,
    ...(isOther(before?.system, system) && { system }),
    ...(requests.length > 0 && { requests }),
    ...(isOther(before?.engine, engine) && { engine }),
    ...(isOther(before?.alerts, alerts) && { alerts }),
  };
}

function isOther(before: unknown, now: unknown): boolean {
  return JSON.stringify(before) !== JSON.stringify(now);
}

/** Without the time that it is about, which goes on also when nothing happens. */
function signatureOf(statistics: Statistics | undefined): string | undefined {
  return statistics && JSON.stringify({ ...statistics, from: '', to: '' });
}

/** The list only ever grows until it is full, unless somebody clears it. */
function wasCleared(before: readonly TurnRecord[], now: readonly TurnRecord[]): boolean {
  return now.length < before.length;
}

/** Clients may name requests, and twice the same. */
function identityOf({ request_id: id, timestamp }: TurnRecord): string {
  return `${id} ${timestamp}`;
}
