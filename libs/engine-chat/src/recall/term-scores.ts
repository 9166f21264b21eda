import { FrequencySums } from './frequency-sums.js';
import { Hits } from './hits.js';
import type { PostingList } from './posting-source.js';
import type { ScopeLayout } from './scope-layout.js';
import type { RecallWeights, WindowWeight } from './weights.js';

/** How much a term says that `having` of `all` contain: BM25's idf in the form that Lucene uses, always more than 0. */
function rarity(all: number, having: number): number {
  return Math.log(1 + (Math.max(all, having) - having + 0.5) / (having + 0.5));
}

function increase(scores: Float64Array, at: number, by: number): void {
  scores[at] = (scores[at] ?? 0) + by;
}

/**
 * Adds what each term contributes to the turns that have it, to their neighbours and to their sessions, by BM25 (S. Robertson,
 * H. Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond, 2009).
 */
export class TermScores {
  /** By slot. */
  readonly turns: Float64Array;
  /** By index of the session. */
  readonly sessions: Float64Array;
  readonly #hits: Hits;
  readonly #nearby: FrequencySums;
  readonly #together: FrequencySums;
  readonly #layout: ScopeLayout;
  readonly #weights: RecallWeights;

  constructor(layout: ScopeLayout, weights: RecallWeights) {
    this.#layout = layout;
    this.#weights = weights;
    this.turns = new Float64Array(layout.slots);
    this.sessions = new Float64Array(layout.sessions.length);
    this.#hits = new Hits(layout.slots);
    this.#nearby = new FrequencySums(layout.slots);
    this.#together = new FrequencySums(layout.sessions.length);
  }

  /** @param lists of one term, one for each conversation that has it */
  add(lists: readonly PostingList[]): void {
    this.#hits.load(lists, this.#layout);
    const weight = rarity(this.#layout.turns, this.#hits.count);
    this.#addTurns(weight * this.#weights.turn);
    for (const window of this.#weights.windows) this.#addWindow(window, weight * window.weight);
    this.#addSessions();
  }

  #saturate(frequency: number, norm: number): number {
    const { saturation } = this.#weights;
    return (frequency * (saturation + 1)) / (frequency + saturation * norm);
  }

  #addTurns(weight: number): void {
    const { slots, frequencies, lengths, count } = this.#hits;
    const { lengthPenalty } = this.#weights;
    const perTerm = lengthPenalty / this.#layout.averageLength;
    for (let hit = 0; hit < count; hit++) {
      const norm = 1 - lengthPenalty + perTerm * (lengths[hit] ?? 0);
      increase(this.turns, slots[hit] ?? 0, weight * this.#saturate(frequencies[hit] ?? 0, norm));
    }
  }

  /** A window is a text of its own, cut at the ends of the session; its length does not matter. */
  #addWindow({ before, after }: WindowWeight, weight: number): void {
    const { slots, frequencies, sessions, count } = this.#hits;
    for (let hit = 0; hit < count; hit++) {
      const slot = slots[hit] ?? 0;
      const { first = slot, end = slot + 1 } = this.#layout.sessions[sessions[hit] ?? 0] ?? {};
      const last = Math.min(end - 1, slot + before);
      const frequency = frequencies[hit] ?? 0;
      for (let near = Math.max(first, slot - after); near <= last; near++) this.#nearby.add(near, frequency);
    }
    this.#nearby.drain((slot, sum) => increase(this.turns, slot, weight * this.#saturate(sum, 1)));
  }

  #addSessions(): void {
    const { sessions, frequencies, count } = this.#hits;
    for (let hit = 0; hit < count; hit++) this.#together.add(sessions[hit] ?? 0, frequencies[hit] ?? 0);
    const weight = this.#weights.session * rarity(this.sessions.length, this.#together.count);
    this.#together.drain((session, sum) => increase(this.sessions, session, weight * this.#saturate(sum, 1)));
  }
}
