import type { Clock } from '@yychat/engine-core';
import { hourOf } from '../live/slow-turns.js';
import type { MetricsWriter } from '../live/metrics-writer.js';
import { checkWindow, rangeOf, windowLength, type Window } from '../query/time-range.js';
import type { ClusterReader } from '../read/cluster-reader.js';
import { HOUR, type MetricsStore } from '../store/metrics-store.js';
import { turnSeriesOf } from '../store/series.js';
import type { FinishedTurn, Outcome } from '../turns/finished-turn.js';
import { unpackTurn } from '../turns/packed-turn.js';
import { turnDetail, turnRecord, type TurnDetail, type TurnRecord } from '../turns/turn-record.js';

/** Which of the last turns to list. */
export interface RecentQuery {
  /** At most; default 50. */
  readonly count?: number;
  readonly engine?: string;
  readonly status?: Outcome;
  /** They ended then or later: milliseconds since the epoch. */
  readonly from?: number;
  /** They ended before: milliseconds since the epoch. */
  readonly to?: number;
}

/** Which of the slowest turns to list: those that went well, and ended in the window. */
export interface SlowestQuery {
  /** Default `1h`. */
  readonly window?: Window;
  /** At most; default 10. Of each hour and engine no more are known than the store keeps. */
  readonly count?: number;
  readonly engine?: string;
}

/** Turns that are looked at beyond those asked for: instances write them one after the other, and not in the order of their end. */
const DISORDER = 200;

export interface QueryParts {
  readonly store: MetricsStore;
  readonly clock: Clock;
  readonly writer: MetricsWriter;
  readonly reader: ClusterReader;
  /** Milliseconds that figures are kept. */
  readonly retention: number;
}

/** Single turns of the whole cluster, as far as they are kept. */
export class TurnLists {
  constructor(private readonly parts: QueryParts) {}

  /** The last turns, the last one first. Never rejects: without the store, those that are known. */
  async recent(query: RecentQuery = {}): Promise<readonly TurnRecord[]> {
    const { count = 50 } = query;
    const known = await this.#known();
    const last: FinishedTurn[] = [];
    for (let i = known.length - 1; i >= 0 && last.length < count + DISORDER; i--) {
      const turn = known[i] as FinishedTurn;
      if (isAsked(turn, query)) last.push(turn);
    }
    return last
      .toSorted((a, b) => b.ended - a.ended)
      .slice(0, count)
      .map(turnRecord);
  }

  /** The slowest turns, slowest first. Rejects with a StoreUnavailableError. */
  async slowest({ window = '1h', count = 10, engine }: SlowestQuery = {}): Promise<readonly TurnDetail[]> {
    const { clock, reader, retention } = this.parts;
    const now = clock.now();
    checkWindow(window, retention);
    const from = now - windowLength(window);
    await reader.load();
    const engines = engine === undefined ? await this.#engines(window) : [engine];
    const slow = await Promise.all(engines.map((name) => this.#slowest(name, from, now)));
    return slow
      .flat()
      .filter(({ ended }) => ended >= from)
      .toSorted((a, b) => (b.times.total ?? 0) - (a.times.total ?? 0))
      .slice(0, count)
      .map(turnDetail);
  }

  /**
   * One turn with its stages, if it is one of the last or, within a day, of the slowest; else undefined. Rejects with a
   * StoreUnavailableError where it is none of the last.
   */
  async find(id: string): Promise<TurnDetail | undefined> {
    const known = (await this.#known()).findLast((turn) => turn.id === id);
    if (known !== undefined) return turnDetail(known);
    const slow = await this.slowest({ window: '24h', count: Infinity });
    return slow.find(({ request_id }) => request_id === id);
  }

  /** Turns that the store has, then those of this instance that it may not have yet. */
  async #known(): Promise<readonly FinishedTurn[]> {
    const { reader, writer } = this.parts;
    // What is sent while the store is read may be in neither.
    const waiting = writer.waitingTurns;
    await reader.load();
    if (waiting.length === 0) return reader.turns.items;
    // A batch may be in the store before it is known to be.
    const last = new Set(reader.turns.items.slice(-2 * waiting.length).map(identityOf));
    return [...reader.turns.items, ...waiting.filter((turn) => !last.has(identityOf(turn)))];
  }

  async #engines(window: Window): Promise<readonly string[]> {
    const { reader, clock } = this.parts;
    const { buckets } = rangeOf(window, clock.now());
    await reader.load(buckets);
    const engines = new Set<string>();
    reader.shelf.visitAll(buckets, (name) => {
      const series = turnSeriesOf(name);
      if (series !== undefined) engines.add(series.engine);
    });
    return [...engines];
  }

  async #slowest(engine: string, from: number, now: number): Promise<readonly FinishedTurn[]> {
    const hours: number[] = [];
    for (let hour = hourOf(from); hour <= now; hour += HOUR) hours.push(hour);
    const slow = await this.parts.store.slowest(engine, hours);
    return slow.flat().flatMap((text) => unpackTurn(text) ?? []);
  }
}

function isAsked({ engine, outcome, ended }: FinishedTurn, asked: RecentQuery): boolean {
  return (
    (asked.engine ?? engine) === engine &&
    (asked.status ?? outcome) === outcome &&
    (asked.from ?? ended) <= ended &&
    (asked.to ?? Infinity) > ended
  );
}

/** Clients may name requests, and twice the same. */
function identityOf({ id, begun }: FinishedTurn): string {
  return `${id} ${Math.round(begun)}`;
}
