/** The right to evaluate, held by one instance at a time. */
export interface LeaseHold {
  /** Grows by one each time that the lease changes hands: writes under a smaller one are refused. */
  readonly fence: number;
  /** Monotonic milliseconds of the clock until which nobody else can have it. */
  readonly until: number;
}

export interface Lease {
  /** Takes or prolongs it; undefined when another instance has it. Rejects when that cannot be found out. */
  hold(): Promise<LeaseHold | undefined>;
  /** Lets the next instance have it at once. Never rejects. */
  release(): Promise<void>;
}

/** For one instance alone: always held. */
export const soleLease: Lease = {
  hold: () => Promise.resolve({ fence: 1, until: Number.POSITIVE_INFINITY }),
  release: () => Promise.resolve(),
};
