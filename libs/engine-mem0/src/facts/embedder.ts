/** Turns texts into vectors. The embedder of engine-chat is one. */
export interface Embedder {
  /** Vectors of different models are never compared. */
  readonly model: string;
  /**
   * One vector for each text, in order, all of the same length. A text that is longer than the model takes is cut. Rejects with an
   * EngineError whose message holds neither a secret nor a word of the texts, and when the signal aborts.
   * @param texts none of them blank
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
}
