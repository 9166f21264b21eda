import type { ListTail } from '../store/metrics-store.js';

/** The last items of a list of the store, followed from here. */
export class ListMirror<Item> {
  #items: Item[] = [];
  #total = 0;
  readonly #limit: number;
  readonly #unpack: (text: string) => Item | undefined;

  /** @param unpack undefined for what cannot be read: it is left out */
  constructor(limit: number, unpack: (text: string) => Item | undefined) {
    this.#limit = limit;
    this.#unpack = unpack;
  }

  /** How many items there had been in all when it last looked. */
  get after(): number {
    return this.#total;
  }

  /** Oldest first. */
  get items(): readonly Item[] {
    return this.#items;
  }

  follow({ total, items }: ListTail): void {
    const added = total - this.#total;
    this.#total = total;
    if (added === 0) return;
    const isContinued = added > 0 && items.length === added;
    const fresh = items.flatMap((text) => this.#unpack(text) ?? []);
    this.#items = (isContinued ? [...this.#items, ...fresh] : fresh).slice(-this.#limit);
  }

  clear(): void {
    this.#items = [];
    this.#total = 0;
  }
}
