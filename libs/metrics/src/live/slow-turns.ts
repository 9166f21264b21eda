import { HOUR, type SlowTurn } from '../store/metrics-store.js';
import type { FinishedTurn } from '../turns/finished-turn.js';

/** Picks the turns that may be among the slowest of their hour and engine: those that are among the slowest of this instance. */
export class SlowTurns {
  /** The times of the slowest, by hour and engine, ascending. */
  readonly #times = new Map<string, number[]>();
  readonly #kept: number;

  constructor(kept: number) {
    this.#kept = kept;
  }

  /** Failed turns are not slow: how long they took says when somebody gave up. */
  isSlow({ outcome, times, engine, ended }: FinishedTurn): boolean {
    const { total } = times;
    if (outcome !== 'ok' || total === undefined) return false;
    const key = `${hourOf(ended)} ${engine}`;
    let slowest = this.#times.get(key);
    if (slowest === undefined) this.#times.set(key, (slowest = []));
    if (slowest.length >= this.#kept) {
      if (total <= (slowest[0] as number)) return false;
      slowest.shift();
    }
    const place = slowest.findIndex((time) => time > total);
    slowest.splice(place < 0 ? slowest.length : place, 0, total);
    return true;
  }

  /** Forgets hours that are over. */
  prune(now: number): void {
    const hour = hourOf(now);
    for (const key of this.#times.keys()) if (Number.parseInt(key, 10) < hour) this.#times.delete(key);
  }

  clear(): void {
    this.#times.clear();
  }
}

export function slowTurn({ ended, engine, times }: FinishedTurn, text: string): SlowTurn {
  return { hour: hourOf(ended), engine, total: times.total ?? 0, text };
}

export function hourOf(time: number): number {
  return Math.floor(time / HOUR) * HOUR;
}
