import type { Clock } from '../clock.js';
import { RedisTimeoutError } from './redis-errors.js';

/** The work, or a RedisTimeoutError after `deadline` milliseconds. The work goes on, and its end is nobody's concern then. */
export function inTime<T>(clock: Clock, work: Promise<T>, deadline: number): Promise<T> {
  return new Promise((resolve, reject) => {
    // Where this process was busy for long, the answer may lie there unread: it is read before the second timer rings.
    let timer = clock.after(deadline, () => {
      timer = clock.after(0, () => reject(new RedisTimeoutError(deadline)));
    });
    const end = (): void => timer.cancel();
    work.then(end, end);
    work.then(resolve, reject);
  });
}
