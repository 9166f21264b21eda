/** As mem0 3.3.1 has it for its own store: what it makes of the scores is tuned to these. */
const K1 = 1.5;
const B = 0.75;
/** Length of a text that was removed. */
const REMOVED = -1;

/** The texts that have one word, and how often. */
interface Postings {
  readonly slots: number[];
  readonly frequencies: number[];
}

/** Which texts have which words, and BM25 over them. Texts are words parted by spaces, as mem0 stems them. */
export class KeywordIndex {
  readonly #postings = new Map<string, Postings>();
  /** Words of each text, by its slot. */
  readonly #lengths: number[] = [];
  #texts = 0;
  #words = 0;
  /** Of each text, in the search under way. */
  #scores = new Float64Array(0);

  /** In the slot after the last one. */
  add(text: string): void {
    const words = text.split(/\s+/).filter(Boolean);
    const slot = this.#lengths.push(words.length) - 1;
    const frequencies = new Map<string, number>();
    for (const word of words) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
    for (const [word, frequency] of frequencies) {
      let postings = this.#postings.get(word);
      if (!postings) this.#postings.set(word, (postings = { slots: [], frequencies: [] }));
      postings.slots.push(slot);
      postings.frequencies.push(frequency);
    }
    this.#texts += 1;
    this.#words += words.length;
  }

  /** The postings stay, and count for nothing. */
  remove(slot: number): void {
    const length = this.#lengths[slot] ?? REMOVED;
    if (length === REMOVED) return;
    this.#lengths[slot] = REMOVED;
    this.#texts -= 1;
    this.#words -= length;
  }

  /** Slots and scores, best first. */
  search(query: string, limit: number): readonly { readonly slot: number; readonly score: number }[] {
    if (this.#scores.length < this.#lengths.length) this.#scores = new Float64Array(2 * this.#lengths.length);
    this.#scores.fill(0);
    for (const word of query.toLowerCase().split(/\s+/)) this.#score(word, this.#scores);
    return best(this.#scores, limit);
  }

  #score(word: string, scores: Float64Array): void {
    const postings = this.#postings.get(word);
    if (!postings) return;
    const { slots, frequencies } = postings;
    const lengths = this.#lengths;
    let having = 0;
    for (const slot of slots) if (lengths[slot] !== REMOVED) having++;
    const rarity = Math.log((this.#texts - having + 0.5) / (having + 0.5) + 1);
    const perWord = (K1 * B * this.#texts) / Math.max(1, this.#words);
    // Indexes in these loops are within their arrays: checking each would cost as much as the rest.
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at] as number;
      const length = lengths[slot] as number;
      if (length === REMOVED) continue;
      const frequency = frequencies[at] as number;
      const score = (rarity * frequency * (K1 + 1)) / (frequency + K1 * (1 - B) + perWord * length);
      scores[slot] = (scores[slot] as number) + score;
    }
  }
}

/** The slots with the highest scores above 0. */
function best(scores: Float64Array, limit: number): { slot: number; score: number }[] {
  const found: { slot: number; score: number }[] = [];
  let least = 0;
  for (let slot = 0; slot < scores.length; slot++) {
    const score = scores[slot] as number;
    if (score <= least) continue;
    found.push({ slot, score });
    if (found.length < 2 * limit) continue;
    found.sort((one, other) => other.score - one.score).length = limit;
    least = found[limit - 1]?.score ?? 0;
  }
  return found.sort((one, other) => other.score - one.score).slice(0, limit);
}
