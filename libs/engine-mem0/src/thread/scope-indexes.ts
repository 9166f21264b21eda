import { ScopeIndex, type IndexedRow } from './scope-index.ts';

/** Rows that are kept over all indexes: some 100 MB. One index is always kept, however large. */
const CAPACITY = 100_000;
/** What an index takes beside its rows, in rows. */
const OVERHEAD = 20;

/** What a row belongs to, and what is searched. A conversation may have rows of several users. */
export interface RowOwner {
  readonly user: string | undefined;
  readonly run: string | undefined;
}

const keyOf = ({ user, run }: RowOwner): string => JSON.stringify([user ?? null, run ?? null]);

/** The indexes of the scopes that were searched last, kept up to date. */
export class ScopeIndexes {
  /** The one used last is the last. */
  readonly #kept = new Map<string, ScopeIndex>();

  /** @param read all rows of the scope */
  of(scope: RowOwner, read: () => Iterable<IndexedRow>): ScopeIndex {
    const key = keyOf(scope);
    let index = this.#kept.get(key);
    this.#kept.delete(key);
    if (index && !index.isWorn) {
      this.#kept.set(key, index);
      return index;
    }
    index = new ScopeIndex();
    for (const row of read()) index.add(row);
    this.#kept.set(key, index);
    this.#evict();
    return index;
  }

  add(owner: RowOwner, row: IndexedRow): void {
    for (const index of this.#holding(owner)) index.add(row);
  }

  remove(owner: RowOwner, row: number): void {
    for (const index of this.#holding(owner)) index.remove(row);
  }

  clear(): void {
    this.#kept.clear();
  }

  /** Those that have the rows of an owner. */
  #holding({ user, run }: RowOwner): ScopeIndex[] {
    const scopes = [
      { user, run },
      { user, run: undefined },
      { user: undefined, run },
    ];
    return [...new Set(scopes.map(keyOf))].flatMap((key) => this.#kept.get(key) ?? []);
  }

  #evict(): void {
    let rows = 0;
    for (const index of this.#kept.values()) rows += index.slots + OVERHEAD;
    for (const [key, index] of this.#kept) {
      if (rows <= CAPACITY || this.#kept.size === 1) return;
      this.#kept.delete(key);
      rows -= index.slots + OVERHEAD;
    }
  }
}
