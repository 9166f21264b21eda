import type { Clock } from './clock.js';

/** What a signal was aborted with: whatever somebody chose, usually an error. */
export function reasonOf(signal: AbortSignal): Error {
  return signal.reason as Error;
}

/** The promise, or the signal's reason where that comes first. */
export function orAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(reasonOf(signal));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Rejects with the signal's reason where that comes first. */
export function pause(clock: Clock, delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(reasonOf(signal));
    const abort = (): void => {
      timer.cancel();
      reject(reasonOf(signal));
    };
    const timer = clock.after(delay, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}
