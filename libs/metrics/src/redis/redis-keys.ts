import type { Bucket } from '../store/tiers.js';

/** The names of keys. All are in one slot of a Redis cluster; those of measurements carry the generation. */
export class RedisKeys {
  readonly #base: string;

  /** @param prefix of all keys, e.g. `yychat:metrics` */
  constructor(prefix: string) {
    this.#base = `{${prefix}}`;
  }

  get generation(): string {
    return `${this.#base}:generation`;
  }

  get heartbeats(): string {
    return `${this.#base}:instances`;
  }

  /** The lists, each followed by its count. */
  lists(generation: number): string[] {
    return ['turns', 'events', 'late'].flatMap((list) => [
      this.#of(generation, list),
      this.#of(generation, `${list}:count`),
    ]);
  }

  bucket(generation: number, { tier, start }: Bucket): string {
    return this.#of(generation, `bucket:${tier}:${start}`);
  }

  slow(generation: number, hour: number, engine: string): string {
    return this.#of(generation, `slow:${hour}:${engine}`);
  }

  /** Matches, as SCAN has it, all keys of a generation. */
  patternOf(generation: number): string {
    return `${this.#of(generation, '').replaceAll(/[[\]*?\\]/g, String.raw`\$&`)}*`;
  }

  #of(generation: number, rest: string): string {
    return `${this.#base}:${generation}:${rest}`;
  }
}
