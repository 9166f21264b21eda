export interface TimerHandle {
  cancel(): void;
}

/** Time, handed in so that tests can own it. */
export interface Clock {
  /** Milliseconds since the epoch. May jump, also back. */
  now(): number;
  /** Milliseconds, monotonic, with a fraction. */
  monotonic(): number;
  /** Calls back once after `delay` milliseconds. Does not keep the process alive. */
  after(delay: number, callback: () => void): TimerHandle;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
