import type { ChatModel } from '../ports/chat-model.js';
import type { Clock } from '../ports/clock.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { ConversationMemory } from '../ports/conversation-memory.js';
import type { Logger } from '../ports/logger.js';
import type { PersonalitySource } from '../ports/personality-source.js';
import type { TokenCounter } from '../ports/token-counter.js';
import type { ToolSource } from '../ports/tool-source.js';
import type { PipelineLimits } from './limits.js';
import type { SaveMode } from './save-mode.js';

/** What a pipeline is made of. Only the model is needed; what is absent is a stage that does nothing. */
export interface EngineParts {
  readonly model: ChatModel;
  readonly memory?: ConversationMemory;
  readonly log?: ConversationLog;
  /** Default: both. */
  readonly saveMode?: SaveMode;
  readonly tools?: ToolSource;
  readonly personalities?: PersonalitySource;
  /** Loads the tokenizer; called at most once, when a prompt first comes near its budget. */
  readonly tokens?: () => Promise<TokenCounter>;
  readonly limits?: Partial<PipelineLimits>;
  readonly clock?: Clock;
  readonly logger?: Logger;
}
