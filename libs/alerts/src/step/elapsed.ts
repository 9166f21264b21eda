/** Milliseconds between two steps from which the time in between counts as not observed. */
export function longestGap(every: number): number {
  return Math.max(15_000, every * 3_000);
}

export interface Elapsed {
  /** Milliseconds that count as observed. */
  readonly observed: number;
  /** Milliseconds in which nobody looked: the service was down, or the clock jumped. */
  readonly missed: number;
}

/** Time between two steps. A clock that was set back makes it 0, never less. */
export function elapsed(from: number, to: number, every: number): Elapsed {
  const passed = Math.max(0, to - from);
  return passed > longestGap(every) ? { observed: 0, missed: passed } : { observed: passed, missed: 0 };
}
