/** Turns texts into vectors that lie near each other where the texts mean alike. */
export interface Embedder {
  /** Vectors of different models are never compared. */
  readonly model: string;
  /**
   * One vector of length 1 for each text, in order, all with the same number of dimensions. A text that is longer than the model
   * takes is cut. Rejects with an EngineError whose message holds neither a secret nor a word of the texts; an upstream's
   * refusal keeps its status (see `failureKind`). Rejects when the signal aborts.
   * @param texts none of them blank
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
}
