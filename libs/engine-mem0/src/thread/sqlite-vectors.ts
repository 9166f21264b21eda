import type { SearchFilters, VectorStore, VectorStoreResult } from 'mem0ai/oss';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { ScopeIndexes, type RowOwner } from './scope-indexes.ts';
import type { ScopeIndex } from './scope-index.ts';
import { mostDifference, sketchOf } from './sketch.ts';
import { transaction } from './sqlite-transaction.ts';

/** Candidates whose vectors are read, for each that is wanted; sketches alone would mix up near ones. */
const CANDIDATES_EACH = 2;
const MIN_CANDIDATES = 100;

type Payload = Record<string, unknown>;
type Row = Record<string, SQLInputValue>;

/** What mem0 3.3.1 filters by here. Anything else is refused: a filter that is ignored shows too much. */
const FILTERS: readonly string[] = ['user_id', 'run_id'];

/**
 * A vector store for mem0 in a SQLite file, for one process. A search scans the sketches of one user or conversation, which stay
 * in memory, and compares the vectors of the best; keywords are ranked as mem0's own store does it.
 */
export class SqliteVectors implements VectorStore {
  readonly #database: DatabaseSync;
  readonly #table: string;
  readonly #floor: number;
  readonly #most: number;
  readonly #indexes = new ScopeIndexes();
  readonly #statements = new Map<string, StatementSync>();
  #version: unknown;

  /**
   * @param table a name of small letters, digits and underscores
   * @param limits `floor`: cosine below which nothing is looked for; `most`: results, however many are asked for
   */
  constructor(database: DatabaseSync, table: string, limits: { floor?: number; most?: number } = {}) {
    if (!/^[a-z0-9_]+$/.test(table)) throw new TypeError('The name of the table is not one.');
    this.#database = database;
    this.#table = table;
    this.#floor = limits.floor ?? -1;
    this.#most = limits.most ?? Infinity;
  }

  initialize(): Promise<void> {
    this.#database.exec(`
      CREATE TABLE IF NOT EXISTS ${this.#table} (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, user TEXT, run TEXT,
        words TEXT NOT NULL, sketch BLOB NOT NULL, vector BLOB NOT NULL, payload TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS ${this.#table}_user ON ${this.#table} (user);
      CREATE INDEX IF NOT EXISTS ${this.#table}_run ON ${this.#table} (run)`);
    return Promise.resolve();
  }

  insert(
    vectors: readonly ArrayLike<number>[],
    ids: readonly string[],
    payloads: readonly Payload[],
  ): Promise<void> {
    return this.#transaction(() => {
      ids.forEach((id, at) => this.#insert(id, vectors[at] ?? [], payloads[at] ?? {}));
    });
  }

  search(query: ArrayLike<number>, topK = 10, filters?: SearchFilters): Promise<VectorStoreResult[]> {
    return this.#settled(() => {
      const asked = ofLengthOne(query);
      const count = Math.min(this.#most, Math.max(MIN_CANDIDATES, CANDIDATES_EACH * topK));
      const rows = this.#index(filters).nearest(sketchOf(asked), count, mostDifference(this.#floor));
      const read = this.#statement(
        `SELECT id, payload, vector FROM ${this.#table} WHERE row IN (SELECT value FROM json_each(?))`,
      );
      return read
        .all(JSON.stringify(rows))
        .map((row) => ({ row, score: product(asked, row['vector'] as Uint8Array) }))
        .filter(({ score }) => score >= this.#floor)
        .sort((one, other) => other.score - one.score)
        .slice(0, topK)
        .map(({ row, score }) => ({ ...resultOf(row), score }));
    });
  }

  keywordSearch(query: string, topK = 10, filters?: SearchFilters): Promise<VectorStoreResult[]> {
    return this.#settled(() => {
      // mem0 takes no more of these than ids and scores.
      return this.#index(filters)
        .keywords(query, topK)
        .map(({ id, score }) => ({ id, payload: {}, score }));
    });
  }

  get(id: string): Promise<VectorStoreResult | null> {
    return this.#settled(() => {
      const row = this.#statement(`SELECT payload FROM ${this.#table} WHERE id = ?`).get(id);
      return row ? { id, payload: JSON.parse(String(row['payload'])) as Payload } : null;
    });
  }

  update(id: string, vector: ArrayLike<number>, payload: Payload): Promise<void> {
    return this.#transaction(() => {
      if (this.#delete(id)) this.#insert(id, vector, payload);
    });
  }

  delete(id: string): Promise<void> {
    return this.#transaction(() => void this.#delete(id));
  }

  deleteCol(): Promise<void> {
    return this.#transaction(() => {
      this.#database.exec(`DELETE FROM ${this.#table}`);
      this.#indexes.clear();
    });
  }

  list(filters?: SearchFilters, topK = 100): Promise<[VectorStoreResult[], number]> {
    return this.#settled(() => {
      const { where, values } = conditions(scopeIn(filters));
      const listed = this.#statement(
        `SELECT id, payload FROM ${this.#table} WHERE ${where} ORDER BY row LIMIT ?`,
      ).all(...values, topK);
      const results = listed.map(resultOf);
      return [results, results.length];
    });
  }

  /** An id for telemetry, which is off. */
  getUserId(): Promise<string> {
    return Promise.resolve('nobody');
  }

  setUserId(): Promise<void> {
    return Promise.resolve();
  }

  #index(filters: SearchFilters | undefined): ScopeIndex {
    const owner = scopeIn(filters);
    // Grows when another connection has written.
    const version = this.#statement('PRAGMA data_version').get()?.['data_version'];
    if (version !== this.#version) this.#indexes.clear();
    this.#version = version;
    return this.#indexes.of(owner, () => this.#read(owner));
  }

  *#read(owner: RowOwner) {
    const { where, values } = conditions(owner);
    const rows = this.#statement(
      `SELECT row, id, words, sketch FROM ${this.#table} WHERE ${where} ORDER BY row`,
    );
    for (const { row, id, words, sketch } of rows.iterate(...values)) {
      const bits = wordsIn(sketch as Uint8Array, Uint32Array);
      yield { row: Number(row), id: String(id), words: String(words), sketch: bits };
    }
  }

  #insert(id: string, vector: ArrayLike<number>, payload: Payload): void {
    const [owner, sketch] = [ownerIn(payload), sketchOf(vector)];
    const words = typeof payload['textLemmatized'] === 'string' ? payload['textLemmatized'] : '';
    const { lastInsertRowid } = this.#statement(
      `INSERT INTO ${this.#table} (id, user, run, words, sketch, vector, payload) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      ...[id, owner.user ?? null, owner.run ?? null, words],
      ...[new Uint8Array(sketch.buffer), new Uint8Array(ofLengthOne(vector).buffer)],
      JSON.stringify(payload),
    );
    this.#indexes.add(owner, { row: Number(lastInsertRowid), id, sketch, words });
  }

  #delete(id: string): boolean {
    const gone = this.#statement(
      `DELETE FROM ${this.#table} WHERE id = ? RETURNING row, user AS user_id, run AS run_id`,
    ).get(id) as Row | undefined;
    if (gone) this.#indexes.remove(ownerIn(gone), Number(gone['row']));
    return gone !== undefined;
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }

  #transaction(work: () => void): Promise<void> {
    return this.#settled(() => {
      try {
        transaction(this.#database, work);
      } catch (error) {
        this.#indexes.clear();
        throw error;
      }
    });
  }

  /** What is thrown rejects, as mem0 expects of a store. */
  #settled<T>(work: () => T): Promise<T> {
    return new Promise((resolve) => resolve(work()));
  }
}

function ownerIn(fields: SearchFilters | undefined): RowOwner {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return { user: text(fields?.['user_id']), run: text(fields?.['run_id']) };
}

/** The filters of a search: {@link FILTERS}, one of them at least. */
function scopeIn(filters: SearchFilters | undefined): RowOwner {
  const unknown = Object.keys(filters ?? {}).find((name) => !FILTERS.includes(name));
  if (unknown !== undefined) throw new TypeError(`There is no filter by ${unknown} here.`);
  return ownerIn(filters);
}

function conditions({ user, run }: RowOwner): { where: string; values: string[] } {
  const of = { user, run };
  const given = Object.entries(of).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (given.length === 0) throw new TypeError('Whose facts?');
  return {
    where: given.map(([name]) => `${name} = ?`).join(' AND '),
    values: given.map(([, value]) => value),
  };
}

const resultOf = ({ id, payload }: Row): VectorStoreResult => ({
  id: id as string,
  payload: JSON.parse(payload as string) as Payload,
});

/** The numbers in a blob, copied only where it does not begin at a multiple of four. */
function wordsIn<T>(
  { buffer, byteOffset, byteLength }: Uint8Array,
  Words: new (buffer: ArrayBufferLike, offset: number, length: number) => T,
): T {
  if (byteOffset % 4 === 0) return new Words(buffer, byteOffset, byteLength / 4);
  return new Words(buffer.slice(byteOffset, byteOffset + byteLength), 0, byteLength / 4);
}

function ofLengthOne(vector: ArrayLike<number>): Float32Array {
  const values = Float32Array.from(vector);
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1;
  return values.map((value) => value / norm);
}

/** The cosine, for both are of length 1. */
function product(asked: Float32Array, bytes: Uint8Array): number {
  const vector = wordsIn(bytes, Float32Array);
  if (vector.length !== asked.length) return -1;
  let sum = 0;
  // Indexes are within their arrays: to check that would cost as much as the rest.
  for (let at = 0; at < vector.length; at++) sum += (asked[at] as number) * (vector[at] as number);
  return sum;
}
