/** How much of a window's matching terms counts for a turn. */
export interface WindowWeight {
  /** Turns before and after that belong to the window. */
  readonly before: number;
  readonly after: number;
  readonly weight: number;
}

/** What makes a turn rank high. Terms of a sum in units of BM25, save where said. */
export interface RecallWeights {
  /** Where more occurrences of a term cease to count: BM25's k1. */
  readonly saturation: number;
  /** 0 to 1: how far a long turn must have more of a term than a short one: BM25's b. */
  readonly lengthPenalty: number;
  readonly turn: number;
  readonly windows: readonly WindowWeight[];
  readonly session: number;
  /** Times the logarithm of 1 + the turn's length: what says much answers more. */
  readonly substance: number;
  /** Factor for a turn that ends as a question: the answer is the evidence. */
  readonly question: number;
  /** Said by the one speaker whom the question names. */
  readonly speaker: number;
  /** Tells a time, when the question asks for one. */
  readonly tellsTime: number;
  /** Said in the time that the question speaks of. */
  readonly period: number;
  /** Said just after that time, for people tell what has happened; halved for each {@link periodHalfLife} that has passed. */
  readonly afterPeriod: number;
  /** Milliseconds. */
  readonly periodHalfLife: number;
  /** Share of the best score by words that the nearest embedding adds. */
  readonly embedding: number;
}

/** Measured on the LoCoMo runner of tools/bench; most are flat near these values. */
export const RECALL_WEIGHTS: RecallWeights = {
  saturation: 1.2,
  lengthPenalty: 0.4,
  turn: 0.5,
  windows: [
    { before: 1, after: 1, weight: 0.5 },
    { before: 2, after: 2, weight: 0.5 },
  ],
  session: 0.5,
  substance: 0.5,
  question: 0.85,
  speaker: 2,
  tellsTime: 2,
  period: 6,
  afterPeriod: 4.5,
  periodHalfLife: 7 * 86_400_000,
  embedding: 0.2,
};
