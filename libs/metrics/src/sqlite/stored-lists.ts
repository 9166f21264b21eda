import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ListTail } from '../store/metrics-store.js';

type ListName = 'turns' | 'events' | 'late';

/** The lists in a metrics file, of so many items each, and the generation. */
export class StoredLists {
  readonly #add: StatementSync;
  readonly #trim: StatementSync;
  readonly #tail: StatementSync;
  readonly #clear: StatementSync;
  readonly #fact: StatementSync;
  readonly #setFact: StatementSync;
  readonly #limits: Readonly<Record<ListName, number>>;

  constructor(database: DatabaseSync, limits: Readonly<Record<ListName, number>>) {
    this.#limits = limits;
    this.#add = database.prepare('INSERT INTO addition (list, n, text) VALUES (?, ?, ?)');
    this.#trim = database.prepare('DELETE FROM addition WHERE list = ? AND n <= ?');
    this.#tail = database.prepare('SELECT text FROM addition WHERE list = ? AND n > ? ORDER BY n');
    this.#clear = database.prepare('DELETE FROM addition');
    this.#fact = database.prepare('SELECT value FROM fact WHERE name = ?');
    this.#setFact = database.prepare('INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)');
  }

  append(list: ListName, texts: readonly string[]): void {
    if (texts.length === 0) return;
    let n = this.#value(list);
    for (const text of texts) this.#add.run(list, ++n, text);
    this.#trim.run(list, n - this.#limits[list]);
    this.#setFact.run(list, n);
  }

  tail(list: ListName, after: number): ListTail {
    const total = this.#value(list);
    if (total === after) return { total, items: [] };
    const rows = this.#tail.all(list, after > total ? 0 : after) as { text: string }[];
    return { total, items: Array.from(rows, ({ text }) => text) };
  }

  generation(): number {
    return this.#value('generation');
  }

  clear(generation: number): void {
    this.#clear.run();
    for (const list of ['turns', 'events', 'late']) this.#setFact.run(list, 0);
    this.#setFact.run('generation', generation);
  }

  #value(fact: string): number {
    const row = this.#fact.get(fact) as { value: number } | undefined;
    return row?.value ?? 0;
  }
}
