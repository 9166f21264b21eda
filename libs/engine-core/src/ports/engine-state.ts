/** How turns are spread over engines, beside the one in force. */
export interface Rollout {
  /** Shares of the conversations by engine, at least 0 and not all 0. Absent: the engine in force has all. */
  readonly weights?: Readonly<Record<string, number>>;
  /** An engine that answers a share of the turns as well, 0–1, unseen. */
  readonly shadow?: { readonly engine: string; readonly sample: number };
}

/** What somebody selects. */
export interface EngineChoice {
  readonly engine: string;
  readonly reason?: string;
  /** Who selects it: the name of a key, or of a rule. */
  readonly by?: string;
  readonly rollout?: Rollout;
}

/** Which engine the cluster uses. A larger epoch always wins. */
export interface EngineSelection extends EngineChoice {
  /** Grows with every switch; below 2⁵³. */
  readonly epoch: number;
  /** Milliseconds since the epoch (of time). */
  readonly since: number;
}

/** A selection as the history tells it. */
export interface EngineSwitch extends EngineSelection {
  /** The engine before it; absent for the first. */
  readonly previous?: string;
}

/** A process that serves turns. */
export interface EngineInstance {
  readonly id: string;
  /** Of the selection that its new turns get. */
  readonly epoch: number;
}

/** Shared, durable state of the engine switch. Operations reject where it cannot be reached. */
export interface EngineState {
  /** The selection in force; undefined when none was ever made. */
  load(): Promise<EngineSelection | undefined>;
  /**
   * Selects `next` if the epoch in force is still `expectedEpoch` (0: none was made). Resolves with the
   * selection that is in force afterwards: its epoch tells whether this call won.
   */
  compareAndSet(expectedEpoch: number, next: EngineChoice): Promise<EngineSelection>;
  /** Calls back after changes made elsewhere, at the latest when the state is reached again. Returns how to stop. */
  subscribe(listener: (selection: EngineSelection) => void): () => void;
  /** Tells that new turns of this instance get this selection. Never rejects; is said again until it is heard. */
  acknowledge(selection: EngineSelection): Promise<void>;
  /** The instances that are alive, this one included. */
  instances(): Promise<readonly EngineInstance[]>;
  /** The latest selections, newest first, at most `limit`. */
  history(limit: number): Promise<readonly EngineSwitch[]>;
}
