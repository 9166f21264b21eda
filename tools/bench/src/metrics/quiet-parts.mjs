/** The real clock, as the metrics want it. */
export const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  /** @type {(delay: number, callback: () => void) => { cancel(): void }} */
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return { cancel: () => clearTimeout(timer) };
  },
};

const nothing = () => undefined;
export const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
