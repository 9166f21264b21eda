import type { DependencyHealth } from '../health.js';

/** Whose words may be recalled. */
export interface MemoryScope {
  readonly tenant: string;
  readonly conversationId: string;
  /** Given: this user's other conversations too, unless others speak in them. */
  readonly user?: string;
}

export interface RecallQuery extends MemoryScope {
  /** What the user has just said. */
  readonly text: string;
  /** At most this many memories. */
  readonly limit: number;
  /** Texts that are in the prompt already and need no recall. */
  readonly present: readonly string[];
}

/** What was said just before or after a memory. */
export interface Neighbour {
  readonly text: string;
  readonly role: 'user' | 'assistant';
}

export interface Memory {
  readonly text: string;
  /** Who said it, or undefined for a fact that an engine derived. */
  readonly role?: 'user' | 'assistant';
  /** Milliseconds since the epoch. */
  readonly time?: number;
  /** Higher is better; comparable within one answer only. */
  readonly score: number;
  /** What it answers, or what answered it. */
  readonly before?: Neighbour;
  readonly after?: Neighbour;
  /** Where it was said; absent where that is not known. */
  readonly conversationId?: string;
}

export interface RecallResult {
  /** Best first. */
  readonly memories: readonly Memory[];
  /** What a cache of retrievals said; absent where none was asked. */
  readonly cacheHit?: boolean;
}

/** What an engine remembers, and how. Derived from the conversation log. */
export interface ConversationMemory {
  recall(query: RecallQuery, signal: AbortSignal): Promise<RecallResult>;
  /**
   * Changes whenever what the scope may recall does, so that what was recalled before can be told from it. Absent: retrievals are not
   * to be cached. Rejects where the store fails or the signal aborts.
   */
  version?(scope: MemoryScope, signal: AbortSignal): Promise<string>;
  /** Facts for operators: which methods, how far behind the log. Never a secret. */
  info(): Readonly<Record<string, unknown>>;
  /** Never throws. */
  healthCheck(signal: AbortSignal): Promise<DependencyHealth>;
}
