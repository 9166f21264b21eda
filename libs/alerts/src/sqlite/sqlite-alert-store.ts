import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { AlertConflictError, AlertError, AlertStoreError, StaleFenceError } from '../errors.js';
import {
  SETTINGS,
  type AlertStore,
  type Batch,
  type Collection,
  type Documents,
} from '../ports/alert-store.js';
import {
  HISTORY_KEPT,
  pageSize,
  type HistoryEntry,
  type HistoryQuery,
  type KeptHistoryEntry,
} from '../ports/history.js';
import { inTransaction, openDatabase } from './database.js';

export interface SqliteAlertStoreOptions {
  readonly file: string;
  /** Entries of the history that are kept. */
  readonly historyKept?: number;
}

/** Alerts of one instance in one file. */
export class SqliteAlertStore implements AlertStore {
  readonly #database: DatabaseSync;
  readonly #keep: number;
  readonly #statements = new Map<string, StatementSync>();

  /** @throws AlertStoreError when the file cannot be opened, or is something else */
  constructor({ file, historyKept = HISTORY_KEPT }: SqliteAlertStoreOptions) {
    this.#database = openDatabase(file);
    this.#keep = historyKept;
  }

  read<C extends Collection>(collection: C): Promise<ReadonlyMap<string, Documents[C]>> {
    return this.#guarded(() => {
      const rows = this.#prepare('SELECT id, body FROM document WHERE collection = ?').all(collection);
      return new Map(rows.map(({ id, body }) => [String(id), JSON.parse(String(body)) as Documents[C]]));
    });
  }

  get<C extends Collection>(collection: C, id: string): Promise<Documents[C] | undefined> {
    return this.#guarded(() => this.#document(collection, id));
  }

  commit(batch: Batch): Promise<void> {
    return this.#guarded(() => inTransaction(this.#database, () => this.#apply(batch)));
  }

  revision(): Promise<number> {
    return this.#guarded(() => this.#counter('revision'));
  }

  history(query: HistoryQuery): Promise<readonly KeptHistoryEntry[]> {
    const conditions: string[] = ['sequence < ?'];
    const values: SQLInputValue[] = [query.before ?? Number.MAX_SAFE_INTEGER];
    const where = (condition: string, ...given: readonly SQLInputValue[]) => {
      conditions.push(condition);
      values.push(...given);
    };
    if (query.ruleId !== undefined) where('rule = ?', query.ruleId);
    if (query.incidentId !== undefined) where('incident = ?', query.incidentId);
    if (query.types !== undefined)
      where('type IN (SELECT value FROM json_each(?))', JSON.stringify(query.types));
    const question = `SELECT sequence, body FROM history WHERE ${conditions.join(' AND ')} ORDER BY sequence DESC LIMIT ?`;
    return this.#guarded(() =>
      this.#prepare(question)
        .all(...values, pageSize(query))
        .map(({ sequence, body }) => ({
          ...(JSON.parse(String(body)) as HistoryEntry),
          sequence: Number(sequence),
        })),
    );
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #apply({ writes = [], history = [], expect = [], fence }: Batch): void {
    if (fence !== undefined) this.#claim(fence);
    for (const { collection, id, version } of expect) {
      const found = this.#document(collection, id) as { version?: number } | undefined;
      if ((found?.version ?? null) !== version)
        throw new AlertConflictError(`"${id}" was changed by another.`);
    }
    for (const { collection, id, value } of writes) {
      if (value === undefined)
        this.#prepare('DELETE FROM document WHERE collection = ? AND id = ?').run(collection, id);
      else
        this.#prepare('INSERT OR REPLACE INTO document VALUES (?, ?, ?)').run(
          collection,
          id,
          JSON.stringify(value),
        );
    }
    if (writes.some(({ collection }) => SETTINGS.includes(collection))) {
      this.#prepare(`UPDATE counter SET value = value + 1 WHERE name = 'revision'`).run();
    }
    if (history.length > 0) this.#append(history);
  }

  #claim(fence: number): void {
    if (fence < this.#counter('fence')) throw new StaleFenceError();
    this.#prepare(`UPDATE counter SET value = ?1 WHERE name = 'fence' AND value < ?1`).run(fence);
  }

  #append(entries: readonly HistoryEntry[]): void {
    const insert = this.#prepare('INSERT INTO history (type, rule, incident, body) VALUES (?, ?, ?, ?)');
    for (const entry of entries) {
      insert.run(entry.type, entry.ruleId ?? null, entry.incidentId ?? null, JSON.stringify(entry));
    }
    this.#prepare('DELETE FROM history WHERE sequence <= (SELECT max(sequence) FROM history) - ?').run(
      this.#keep,
    );
  }

  #document<C extends Collection>(collection: C, id: string): Documents[C] | undefined {
    const row = this.#prepare('SELECT body FROM document WHERE collection = ? AND id = ?').get(
      collection,
      id,
    );
    return row === undefined ? undefined : (JSON.parse(String(row.body)) as Documents[C]);
  }

  #counter(name: 'revision' | 'fence'): number {
    return Number(this.#prepare('SELECT value FROM counter WHERE name = ?').get(name)?.value);
  }

  #prepare(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (statement === undefined) this.#statements.set(text, (statement = this.#database.prepare(text)));
    return statement;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to be a rejection
  async #guarded<T>(work: () => T): Promise<T> {
    try {
      return work();
    } catch (error) {
      if (AlertError.is(error)) throw error;
      throw new AlertStoreError('The alert store failed.', error);
    }
  }
}
