import { CancelledError, ToolExecutionError } from '../errors.js';
import type { Clock } from '../ports/clock.js';

/**
 * Runs `task` for at most `timeout` milliseconds. Its signal is aborted on the deadline and when `signal` is; either
 * way this rejects at once, whether the task heeds its signal or not.
 *
 * @throws CancelledError when `signal` is aborted.
 * @throws ToolExecutionError with code `tool_timeout` on the deadline.
 */
export async function withDeadline<T>(
  clock: Clock,
  timeout: number,
  signal: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw new CancelledError(signal.reason);
  const controller = new AbortController();
  let stop: (error: Error) => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => (stop = reject));
  const end = (error: Error): void => {
    stop(error);
    controller.abort(error);
  };
  const cancel = (): void => end(new CancelledError(signal.reason));
  const timer = clock.after(timeout, () => {
    const seconds = String(Math.round(timeout / 100) / 10);
    end(
      new ToolExecutionError(`It did not answer within ${seconds} s.`, { code: 'tool_timeout', status: 504 }),
    );
  });
  signal.addEventListener('abort', cancel, { once: true });
  try {
    // Async, so that a task which throws at once rejects like any other.
    const result = (async () => task(controller.signal))();
    return await Promise.race([stopped, result]);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', cancel);
  }
}
