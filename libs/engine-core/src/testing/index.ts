export { describeChatEngine } from './describe-chat-engine.js';
export { describeConversationLog } from './describe-conversation-log.js';
export { describeConversationMemory } from './describe-conversation-memory.js';
export { fixedPersonalities, fixedTools } from './fixed-sources.js';
export { InMemoryConversationLog, sequenceOf } from './in-memory-conversation-log.js';
export { KitClock } from './kit-clock.js';
export type { EngineSettings, EngineUnderTest, KitOptions } from './kit-options.js';
export { asStored, follow, LogBench, never, said, turnAt, withLog, withoutIds } from './log-bench.js';
export type { ConversationLogKitOptions, LogSettings, LogUnderTest } from './log-kit-options.js';
export type { ConversationMemoryKitOptions, MemoryUnderTest } from './memory-kit-options.js';
export type {
  ScriptedUpstream,
  UpstreamBehaviour,
  UpstreamMessage,
  UpstreamPoint,
  UpstreamRequest,
  UpstreamStats,
  UpstreamToolCall,
} from './scripted-upstream.js';
export { forSeeds, Seeded } from './seeded.js';
export type { RandomRuns } from './seeded.js';
export { TinyRunner } from './tiny-runner.js';
