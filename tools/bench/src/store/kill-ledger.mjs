/**
 * What a child has told of a conversation: the turns that were acknowledged, and what became of it.
 * @typedef {object} Entry
 * @property {string} id
 * @property {string[]} turns
 * @property {'kept' | 'perhaps deleted' | 'deleted'} state perhaps: its deletion was asked for, but not acknowledged
 */

/** What must be in the store, by what its users were told. */
export class Ledger {
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  /** Told of since the last {@link take}. @type {Set<string>} */
  #touched = new Set();
  acknowledged = 0;
  deletions = 0;

  /** @param {string} line `kept ID TURN`, `deleting ID` or `deleted ID` */
  read(line) {
    const [what, id = '', turn = ''] = line.split(' ');
    const entry = this.#entry(id);
    this.#touched.add(id);
    if (what === 'kept') {
      entry.turns.push(turn);
      this.acknowledged += 1;
    } else if (what === 'deleting') entry.state = 'perhaps deleted';
    else if (what === 'deleted') {
      entry.state = 'deleted';
      this.deletions += 1;
    } else throw new Error(`A child said: ${line}`);
  }

  /**
   * What the last round told of, and some of what earlier ones did.
   * @param {() => number} random
   * @returns {Entry[]}
   */
  take(random) {
    const all = [...this.#entries.values()];
    const some = Array.from({ length: 3 }, () => all[Math.floor(random() * all.length)]);
    const told = all.filter(({ id }) => this.#touched.has(id));
    this.#touched.clear();
    return [...new Set([...told, ...some])].filter((entry) => entry !== undefined);
  }

  all() {
    return [...this.#entries.values()];
  }

  /** @param {string} id */
  #entry(id) {
    let entry = this.#entries.get(id);
    if (!entry) this.#entries.set(id, (entry = { id, turns: [], state: 'kept' }));
    return entry;
  }
}
