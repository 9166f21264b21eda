/** Which engine the cluster uses. A larger epoch always wins. */
export interface EngineSelection {
  readonly engine: string;
  /** Grows with every switch. */
  readonly epoch: number;
  /** Milliseconds since the epoch (of time). */
  readonly since: number;
  readonly reason?: string;
}

/** Shared, durable state of the engine switch. */
export interface EngineState {
  /** The selection in force; undefined when none was ever made. */
  load(): Promise<EngineSelection | undefined>;
  /**
   * Selects `next.engine` if the epoch in force is still `expectedEpoch` (0: none was made). Resolves with the
   * selection that is in force afterwards: its epoch tells whether this call won.
   */
  compareAndSet(
    expectedEpoch: number,
    next: { readonly engine: string; readonly reason?: string },
  ): Promise<EngineSelection>;
  /** Calls back after changes made elsewhere. Returns how to stop. */
  subscribe(listener: (selection: EngineSelection) => void): () => void;
}
