import type { Addition } from '../store/metrics-store.js';

/** An item with what is sent of it. */
interface Waiting<Item> extends Addition {
  readonly item: Item;
}

/** What goes with one batch. */
export interface Consignment<Item> {
  readonly additions: readonly Waiting<Item>[];
  /** Takes them out: the store has them. */
  sent(): void;
}

/** What waits to be added to a list of the store, at most so many: the oldest make room for new ones. */
export class Outbox<Item> {
  readonly #limit: number;
  readonly #pack: (item: Item) => string;
  /** Those that were sent, perhaps in vain, come first. */
  #sent: Waiting<Item>[] = [];
  #fresh: Item[] = [];

  /** @param pack makes the text that is kept; called off the hot path */
  constructor(limit: number, pack: (item: Item) => string) {
    this.#limit = limit;
    this.#pack = pack;
  }

  /** Oldest first. */
  get items(): readonly Item[] {
    return [...this.#sent.map(({ item }) => item), ...this.#fresh];
  }

  /** @returns how many had to make room */
  add(item: Item): number {
    this.#fresh.push(item);
    if (this.#sent.length + this.#fresh.length <= this.#limit) return 0;
    if (this.#sent.length > 0) this.#sent.shift();
    else this.#fresh.shift();
    return 1;
  }

  /** The oldest of them, as additions of the batch of that sequence or of the one that they were first sent with. */
  send(sequence: number, limit: number): Consignment<Item> {
    const room = Math.max(0, limit - this.#sent.length);
    const fresh = this.#fresh.splice(0, room);
    this.#sent.push(...fresh.map((item) => ({ item, sequence, text: this.#pack(item) })));
    const additions = this.#sent.slice(0, limit);
    return {
      additions,
      sent: () => {
        const gone = new Set(additions);
        this.#sent = this.#sent.filter((waiting) => !gone.has(waiting));
      },
    };
  }

  /** Keeps only what passes. */
  keep(passes: (item: Item) => boolean): void {
    this.#sent = this.#sent.filter(({ item }) => passes(item));
    this.#fresh = this.#fresh.filter(passes);
  }
}
