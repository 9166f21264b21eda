export interface TimerHandle {
  cancel(): void;
  /** Keeps the process alive until then: somebody waits for it. A clock whose time is not real has none. */
  ref?(): void;
}

/** Time, handed in so that tests can own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds, monotonic, with a fraction. */
  monotonic(): number;
  /** Calls back once after `delay` milliseconds. Does not keep the process alive, unless told to. */
  after(delay: number, callback: () => void): TimerHandle;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    timer.unref();
    return { cancel: () => clearTimeout(timer), ref: () => void timer.ref() };
  },
};
