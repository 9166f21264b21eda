import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';

/** All in milliseconds. */
export interface McpTimeouts {
  /** Start and handshake, which for `npx` includes a download; 30,000 unless given. */
  readonly connect: number;
  /** Each page of the list of tools; 10,000 unless given. */
  readonly list: number;
  /** Each tool call; 30,000 unless given. */
  readonly call: number;
  /** Health check; 5,000 unless given. */
  readonly ping: number;
}

export interface McpOptions {
  readonly clock: Clock;
  /** From 0 up to 1, for the jitter of reconnects. */
  readonly random: () => number;
  readonly logger?: Logger;
  readonly timeouts?: Partial<McpTimeouts>;
  /** Milliseconds between health checks; 30,000 unless given. */
  readonly pingInterval?: number;
}

export const DEFAULT_TIMEOUTS: McpTimeouts = { connect: 30_000, list: 10_000, call: 30_000, ping: 5_000 };
export const DEFAULT_PING_INTERVAL = 30_000;
