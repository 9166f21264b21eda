import type { DependencyHealth } from '../health.js';
import type { MemoryScope } from './conversation-memory.js';

export interface LoggedMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

export interface LoggedTurn extends MemoryScope {
  /** The request id: appending the same turn twice keeps one. */
  readonly turnId: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly messages: readonly LoggedMessage[];
}

/** Append-only record of what was said. Written before a turn is reported complete. */
export interface ConversationLog {
  /** Resolves when the turn is durable. */
  append(turn: LoggedTurn, signal: AbortSignal): Promise<void>;
  /** Never throws. */
  healthCheck(signal: AbortSignal): Promise<DependencyHealth>;
}
