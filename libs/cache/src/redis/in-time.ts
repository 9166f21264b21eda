import type { Clock } from '../clock.js';
import { RedisTimeoutError } from './redis-errors.js';

/** Who keeps account of work. Told once; what comes after the deadline is nobody's concern. */
export interface Account {
  /** @param took milliseconds */
  succeeded(took: number): void;
  /** @returns what to reject with */
  failed(error: unknown, deadline: number): Error;
}

/** The work, or a RedisTimeoutError after `deadline` milliseconds; then the work goes on. */
export function inTime<T>(
  clock: Clock,
  deadline: number,
  work: () => Promise<T>,
  account?: Account,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const began = clock.monotonic();
    let isOver = false;
    const fail = (error: Error): void => {
      if (isOver) return;
      isOver = true;
      timer.cancel();
      reject(account === undefined ? error : account.failed(error, deadline));
    };
    // Where this process was busy for long, the answer may lie there unread: it is read before the second timer rings.
    let timer = clock.after(deadline, () => {
      timer = clock.after(0, () => fail(new RedisTimeoutError(deadline)));
    });
    work().then((value) => {
      if (isOver) return;
      isOver = true;
      timer.cancel();
      account?.succeeded(clock.monotonic() - began);
      resolve(value);
    }, fail);
  });
}
