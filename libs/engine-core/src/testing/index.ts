export { describeChatEngine } from './describe-chat-engine.js';
export { fixedPersonalities, fixedTools } from './fixed-sources.js';
export type { EngineSettings, EngineUnderTest, KitOptions } from './kit-options.js';
export type {
  ScriptedUpstream,
  UpstreamBehaviour,
  UpstreamMessage,
  UpstreamPoint,
  UpstreamRequest,
  UpstreamStats,
  UpstreamToolCall,
} from './scripted-upstream.js';
