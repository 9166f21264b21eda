import type { EngineEvent } from './events.js';
import type { HealthReport } from './health.js';
import type { TurnTrace } from './ports/turn-trace.js';
import type { Turn } from './turn.js';

/** Grows when the contract of {@link ChatEngine} changes in a way that an engine must follow. */
export const SPECIFICATION_VERSION = 'v1';

/** What an engine can do beyond the contract, declared rather than discovered. */
export interface EngineInfo {
  /** Unique, `^[a-z][a-z0-9_]{0,63}$`. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Sorted, e.g. `memory`, `tools`, `personalities`, `streaming`. */
  readonly features: readonly string[];
  /** Free facts for operators: which memory, which embedding model, lag. Never a secret. */
  readonly details: Readonly<Record<string, unknown>>;
}

export interface GenerateOptions {
  /** Aborting it aborts the upstream call and every tool of the turn. */
  readonly signal: AbortSignal;
  /** Absent where the turn is not traced. */
  readonly trace?: TurnTrace | undefined;
}

/**
 * The one interface of all engines.
 *
 * `generateResponse` returns the events of one turn. It throws an {@link EngineError} before the first event
 * (so that a server can still choose a status), or yields an `error` event after it. The last event is
 * `turn-end` or `error`. A non-streaming answer is the same events, collected.
 */
export interface ChatEngine {
  readonly specificationVersion: typeof SPECIFICATION_VERSION;
  readonly name: string;
  generateResponse(turn: Turn, options: GenerateOptions): AsyncIterable<EngineEvent>;
  getEngineInfo(): Promise<EngineInfo>;
  /** Never throws: what fails is `down` in the report. */
  healthCheck(options: GenerateOptions): Promise<HealthReport>;
}
