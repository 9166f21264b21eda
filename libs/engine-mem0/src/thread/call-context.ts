import { AsyncLocalStorage } from 'node:async_hooks';
import type { SpokenText } from './protocol.js';

/** What one call of the service brings along through mem0, and what went wrong in it. */
export interface CallContext {
  /** Of the call, for the questions that it asks. */
  readonly id: number;
  /** For an add: what was said just before. */
  readonly before?: readonly SpokenText[];
  /** For an add: when it was said, `YYYY-MM-DD`. */
  readonly date?: string;
  /** The first thing that failed. mem0 goes on after most failures and says nothing of them. */
  failure?: Error;
}

export const calls = new AsyncLocalStorage<CallContext>();

/** Notes a failure of the call under way, and gives it back to be thrown. */
export function noted(error: unknown): Error {
  const failure = error instanceof Error ? error : new Error('Something failed that is no error.');
  const call = calls.getStore();
  if (call) call.failure ??= failure;
  return failure;
}
