import { AlertConflictError, StaleFenceError } from '../errors.js';
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
  type HistoryQuery,
  type KeptHistoryEntry,
} from '../ports/history.js';

/** A store of one process, forgotten when it ends. */
export class MemoryAlertStore implements AlertStore {
  readonly #documents = new Map<Collection, Map<string, unknown>>();
  readonly #keep: number;
  #history: KeptHistoryEntry[] = [];
  #sequence = 0;
  #revision = 0;
  #fence = 0;

  /** @param options - `historyKept`: entries of the history that are kept. */
  constructor({ historyKept = HISTORY_KEPT }: { readonly historyKept?: number } = {}) {
    this.#keep = historyKept;
  }

  read<C extends Collection>(collection: C): Promise<ReadonlyMap<string, Documents[C]>> {
    return Promise.resolve(new Map(this.#of(collection)));
  }

  get<C extends Collection>(collection: C, id: string): Promise<Documents[C] | undefined> {
    return Promise.resolve(this.#of(collection).get(id));
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to be a rejection
  async commit({ writes = [], history = [], expect = [], fence }: Batch): Promise<void> {
    if (fence !== undefined && fence < this.#fence) throw new StaleFenceError();
    for (const { collection, id, version } of expect) {
      const found = this.#documents.get(collection)?.get(id) as { version?: number } | undefined;
      if ((found?.version ?? null) !== version)
        throw new AlertConflictError(`"${id}" was changed by another.`);
    }
    this.#fence = Math.max(this.#fence, fence ?? 0);
    for (const { collection, id, value } of writes) {
      // A copy as JSON would make it: the same as in the other stores.
      if (value === undefined) this.#of(collection).delete(id);
      else this.#of(collection).set(id, JSON.parse(JSON.stringify(value)) as never);
    }
    if (writes.some(({ collection }) => SETTINGS.includes(collection))) this.#revision += 1;
    for (const entry of history) this.#history.push({ ...entry, sequence: ++this.#sequence });
    this.#history = this.#history.slice(-this.#keep);
  }

  revision(): Promise<number> {
    return Promise.resolve(this.#revision);
  }

  history(query: HistoryQuery): Promise<readonly KeptHistoryEntry[]> {
    const { before = Number.POSITIVE_INFINITY } = query;
    const found = this.#history.filter((entry) => entry.sequence < before && matchesHistory(entry, query));
    return Promise.resolve(found.reverse().slice(0, pageSize(query)));
  }

  #of<C extends Collection>(collection: C): Map<string, Documents[C]> {
    let found = this.#documents.get(collection) as Map<string, Documents[C]> | undefined;
    if (found !== undefined) return found;
    found = new Map<string, Documents[C]>();
    this.#documents.set(collection, found);
    return found;
  }
}
