import { AlertStoreError } from '../errors.js';
import type { Clock } from './clock.js';

/** The work's outcome, or a rejection with AlertStoreError after `limit` milliseconds. The work itself goes on. */
export function withDeadline<T>(work: Promise<T>, limit: number, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(limit, () =>
      reject(new AlertStoreError(`There was no answer within ${limit} ms.`)),
    );
    void work.then(resolve, reject).finally(() => timer.cancel());
  });
}
