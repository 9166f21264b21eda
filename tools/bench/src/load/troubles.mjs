/** What went wrong, and how often. */
export class Troubles {
  /** @type {Record<string, number>} */
  counts = {};
  total = 0;

  /** @param {string} trouble */
  add(trouble) {
    this.counts[trouble] = (this.counts[trouble] ?? 0) + 1;
    this.total += 1;
  }
}
