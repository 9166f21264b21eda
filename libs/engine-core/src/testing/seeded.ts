/** Random choices that a seed repeats: mulberry32 by Tommy Ettinger, of a period of 2³². */
export class Seeded {
  #state: number;

  /** @param seed an integer */
  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** An integer from 0 to `end`, `end` excluded. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  /** @throws RangeError when there is nothing to choose from */
  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new RangeError('There is nothing to choose from.');
    return choices[this.below(choices.length)] as T;
  }

  /** @param share of calls that give true, 0 to 1 */
  chance(share: number): boolean {
    return this.below(1_000_000) < share * 1_000_000;
  }
}

/** How the cases that try many random inputs do so. */
export interface RandomRuns {
  /** How often each of them is run; default 10. Fewer for a slow store. */
  readonly runs?: number;
  /** Of the first run, to repeat a failure that named it; default: another each time. */
  readonly seed?: number;
}

/**
 * Runs a case with the random choices of one seed after the other.
 * @throws Error that names the seed, with the failure as its cause
 */
export async function forSeeds(
  { runs = 10, seed: first = Math.floor(Math.random() * 2 ** 31) }: RandomRuns,
  body: (random: Seeded) => Promise<void>,
): Promise<void> {
  for (let seed = first; seed < first + runs; seed++) {
    try {
      await body(new Seeded(seed));
    } catch (cause) {
      throw new Error(`Failed with seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      });
    }
  }
}
