/** What names beyond the limit, and what is no name, are counted as. */
export const OTHER = 'other';

const PRINTABLE = /^[^\p{C}]{1,64}$/u;

/** Keeps names that clients make up from growing into ever more series: the first of them keep theirs, the rest share one. */
export class BoundedNames {
  readonly #names: Set<string>;
  readonly #limit: number;

  /** @param known names that have a place from the beginning */
  constructor(limit: number, known: readonly string[] = []) {
    this.#limit = limit;
    this.#names = new Set(known.slice(0, limit));
  }

  /** @param mayEnter whether a name that is new gets a place */
  labelOf(name: string, mayEnter = true): string {
    if (this.#names.has(name)) return name;
    if (!mayEnter || this.#names.size >= this.#limit || !PRINTABLE.test(name)) return OTHER;
    this.#names.add(name);
    return name;
  }
}
