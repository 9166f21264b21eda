import { AlertError, AlertStoreError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import { withDeadline } from '../ports/deadline.js';

/** The part of a Redis client that is used: node-redis' `createClient` has it. */
export interface RedisCommands {
  sendCommand(args: string[]): Promise<unknown>;
}

export interface RedisOptions {
  readonly client: RedisCommands;
  readonly clock: Clock;
  /** Before every key; default `{yychat:alerts}`. The braces keep all keys on one node of a cluster. */
  readonly prefix?: string;
  /** Milliseconds that one command may take. */
  readonly timeout?: number;
}

export const DEFAULT_PREFIX = '{yychat:alerts}';

/** Sends one command. @throws AlertStoreError, which has the client's own error as its cause */
export async function send(
  { client, clock, timeout = 2_000 }: RedisOptions,
  args: string[],
): Promise<unknown> {
  try {
    return await withDeadline(client.sendCommand(args), timeout, clock);
  } catch (error) {
    if (AlertError.is(error)) throw error;
    throw new AlertStoreError('Redis could not be asked.', error);
  }
}
