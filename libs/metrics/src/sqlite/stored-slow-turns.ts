import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { HOUR, type SlowTurn } from '../store/metrics-store.js';

/** The slowest turns of each hour and engine in a metrics file. */
export class StoredSlowTurns {
  readonly #put: StatementSync;
  readonly #trim: StatementSync;
  readonly #of: StatementSync;
  readonly #sweep: StatementSync;
  readonly #clear: StatementSync;

  constructor(
    database: DatabaseSync,
    private readonly limits: { readonly slowest: number; readonly retention: number },
  ) {
    this.#put = database.prepare(
      'INSERT OR REPLACE INTO slow (hour, engine, total, text) VALUES (?, ?, ?, ?)',
    );
    this.#of = database.prepare(
      'SELECT text FROM slow WHERE hour = ? AND engine = ? ORDER BY total DESC LIMIT ?',
    );
    this.#trim = database.prepare(`
      DELETE FROM slow WHERE hour = $hour AND engine = $engine AND total <
        (SELECT total FROM slow WHERE hour = $hour AND engine = $engine ORDER BY total DESC LIMIT 1 OFFSET $last)`);
    this.#sweep = database.prepare('DELETE FROM slow WHERE hour < ?');
    this.#clear = database.prepare('DELETE FROM slow');
  }

  put({ hour, engine, total, text }: SlowTurn): void {
    this.#put.run(hour, engine, total, text);
    this.#trim.run({ $hour: hour, $engine: engine, $last: this.limits.slowest - 1 });
  }

  of(engine: string, hour: number): readonly string[] {
    const rows = this.#of.all(hour, engine, this.limits.slowest) as { text: string }[];
    return Array.from(rows, ({ text }) => text);
  }

  sweep(now: number): void {
    this.#sweep.run(now - this.limits.retention - HOUR);
  }

  clear(): void {
    this.#clear.run();
  }
}
