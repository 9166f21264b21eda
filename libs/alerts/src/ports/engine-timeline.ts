/** Which engine was in force when. */
export interface EngineTimeline {
  /** The engine in force at a time, and since when it has been; undefined where that is not known. Milliseconds since the epoch. */
  activeAt(at: number): { readonly engine: string; readonly since: number } | undefined;
  /** Every engine there is, for rules that watch each of them. */
  names(): readonly string[];
}
