import type { ConversationLog } from '../ports/conversation-log.js';
import type { ConversationMemory } from '../ports/conversation-memory.js';
import type { KitOptions } from './kit-options.js';

export interface MemoryUnderTest {
  readonly memory: ConversationMemory;
  /** What an engine with this memory is given as its log: what is written here is remembered, what is deleted here forgotten. */
  readonly log: ConversationLog;
  /** Gives back all that was opened for the case. */
  close(): Promise<void>;
}

export interface ConversationMemoryKitOptions extends Pick<KitOptions, 'describe' | 'it' | 'name'> {
  /** A memory that knows nothing, for one case. */
  readonly create: () => Promise<MemoryUnderTest>;
  /** Milliseconds that it may take to remember what was written, less than the runner allows; default 4,000. */
  readonly patience?: number;
}
