import { AlertConflictError, AlertStoreError, StaleFenceError } from '../errors.js';
import {
  SETTINGS,
  type AlertStore,
  type Batch,
  type Collection,
  type Documents,
} from '../ports/alert-store.js';
import {
  HISTORY_KEPT,
  matchesHistory,
  pageSize,
  type HistoryEntry,
  type HistoryQuery,
  type KeptHistoryEntry,
} from '../ports/history.js';
import { DEFAULT_PREFIX, send, type RedisOptions } from './redis-commands.js';
import { COMMIT } from './scripts.js';

export interface RedisAlertStoreOptions extends RedisOptions {
  /** Entries of the history that are kept. */
  readonly historyKept?: number;
}

/** Entries that a query reads at once. */
const CHUNK = 500;

/** Alerts of a cluster: one hash for each collection, a list for the history. They last as long as this Redis keeps its data. */
export class RedisAlertStore implements AlertStore {
  readonly #options: RedisAlertStoreOptions;
  readonly #prefix: string;

  constructor(options: RedisAlertStoreOptions) {
    this.#options = options;
    this.#prefix = options.prefix ?? DEFAULT_PREFIX;
  }

  async read<C extends Collection>(collection: C): Promise<ReadonlyMap<string, Documents[C]>> {
    // Through a script, for plain HGETALL answers differently in each version of the protocol.
    const answer = await this.#send([
      'EVAL',
      `return redis.call('HGETALL', KEYS[1])`,
      '1',
      this.#key(collection),
    ]);
    const flat = texts(answer);
    const found = new Map<string, Documents[C]>();
    for (let i = 0; i + 1 < flat.length; i += 2) {
      found.set(flat[i] ?? '', JSON.parse(flat[i + 1] ?? 'null') as Documents[C]);
    }
    return found;
  }

  async get<C extends Collection>(collection: C, id: string): Promise<Documents[C] | undefined> {
    const body = await this.#send(['HGET', this.#key(collection), id]);
    return typeof body === 'string' ? (JSON.parse(body) as Documents[C]) : undefined;
  }

  async commit({ writes = [], history = [], expect = [], fence }: Batch): Promise<void> {
    const collections = [...new Set([...writes, ...expect].map(({ collection }) => collection))];
    const place = (collection: Collection) => collections.indexOf(collection) + 3;
    const batch = {
      fence: fence ?? null,
      expect: expect.map(({ collection, id, version }) => [place(collection), id, version]),
      puts: writes
        .filter(({ value }) => value !== undefined)
        .map(({ collection, id, value }) => [place(collection), id, JSON.stringify(value)]),
      deletes: writes
        .filter(({ value }) => value === undefined)
        .map(({ collection, id }) => [place(collection), id]),
      settings: writes.some(({ collection }) => SETTINGS.includes(collection)),
      history: history.map((entry) => JSON.stringify(entry)),
      keep: this.#options.historyKept ?? HISTORY_KEPT,
    };
    const keys = [
      `${this.#prefix}:counters`,
      `${this.#prefix}:history`,
      ...collections.map((name) => this.#key(name)),
    ];
    const answer = await this.#send(['EVAL', COMMIT, String(keys.length), ...keys, JSON.stringify(batch)]);
    if (answer === 'ok') return;
    if (answer === 'stale') throw new StaleFenceError();
    throw new AlertConflictError(`"${String(answer).slice('conflict '.length)}" was changed by another.`);
  }

  async revision(): Promise<number> {
    return Number((await this.#send(['HGET', `${this.#prefix}:counters`, 'revision'])) ?? 0);
  }

  async history(query: HistoryQuery): Promise<readonly KeptHistoryEntry[]> {
    const wanted = pageSize(query);
    const { before = Number.POSITIVE_INFINITY } = query;
    const found: KeptHistoryEntry[] = [];
    for (let start = 0; ; start += CHUNK) {
      const range = ['LRANGE', `${this.#prefix}:history`, String(start), String(start + CHUNK - 1)];
      const lines = texts(await this.#send(range));
      for (const line of lines) {
        const entry = parseLine(line);
        // New entries push the others back while this reads: an entry may come twice.
        const last = found.at(-1)?.sequence ?? before;
        if (entry.sequence < last && matchesHistory(entry, query)) found.push(entry);
        if (found.length === wanted) return found;
      }
      if (lines.length < CHUNK) return found;
    }
  }

  #key(collection: Collection): string {
    return `${this.#prefix}:${collection}`;
  }

  #send(args: string[]): Promise<unknown> {
    return send(this.#options, args);
  }
}

function parseLine(line: string): KeptHistoryEntry {
  const gap = line.indexOf(' ');
  return { ...(JSON.parse(line.slice(gap + 1)) as HistoryEntry), sequence: Number(line.slice(0, gap)) };
}

function texts(answer: unknown): readonly string[] {
  if (Array.isArray(answer)) return answer.map(String);
  throw new AlertStoreError('Redis gave an answer of another shape.');
}
