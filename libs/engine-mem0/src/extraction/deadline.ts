import { EngineError, type Clock } from '@yychat/engine-core';

/**
 * Runs a task for at most `timeout` milliseconds. Its signal aborts on the deadline, and when the caller's does.
 * @throws EngineError (504, `mem0_late`) on the deadline; the caller's reason when its signal aborts
 */
export async function withDeadline<T>(
  clock: Clock,
  timeout: number,
  signal: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = clock.after(timeout, () => stop.abort(late()));
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error), { once: true });
  });
  try {
    return await Promise.race([task(stop.signal), stopped]);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', onAbort);
  }
}

const late = (): EngineError =>
  new EngineError('mem0 did not answer in time.', {
    ...{ status: 504, code: 'mem0_late', type: 'timeout_error' },
  });
