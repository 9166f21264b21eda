export { SPECIFICATION_VERSION } from './engine.js';
export type { ChatEngine, EngineInfo, GenerateOptions } from './engine.js';
export {
  CancelledError,
  EngineError,
  EngineNotFoundError,
  EngineUnhealthyError,
  InvalidRequestError,
  InvalidToolError,
  ToolExecutionError,
  UpstreamError,
  UpstreamProtocolError,
  UpstreamTimeoutError,
  UpstreamUnreachableError,
  toEngineError,
} from './errors.js';
export type { EngineErrorInit, ErrorType } from './errors.js';
export type {
  AnswerEvent,
  EngineEvent,
  ErrorEvent,
  HistoryTrimmed,
  MemoryOutcome,
  MessageDelta,
  MessageStart,
  StageEnd,
  TextDelta,
  ToolCallDeltaEvent,
  ToolCallEvent,
  ToolResultEvent,
  TurnEnd,
  UsageEvent,
} from './events.js';
export type { Stage, StageTiming } from './stage-timing.js';
export { summarize } from './health.js';
export type { DependencyHealth, HealthCode, HealthReport, HealthStatus } from './health.js';
export type { Turn } from './turn.js';
export type {
  ChatCompletionChunk,
  ChatMessage,
  ChatRole,
  ChunkChoice,
  ChunkDelta,
  ContentPart,
  FunctionTool,
  ToolCall,
  ToolCallDelta,
  Usage,
} from './wire/chat-completion.js';
export { systemClock } from './ports/clock.js';
export type { Clock, TimerHandle } from './ports/clock.js';
export { Alarm } from './waiting/alarm.js';
export { backOff } from './waiting/back-off.js';
export { silentLogger } from './ports/logger.js';
export type { Logger } from './ports/logger.js';
export type { ChatModel, ChatModelContext, ChatModelRequest, ModelChunk } from './ports/chat-model.js';
export type {
  ConversationKey,
  ConversationLog,
  ConversationSummary,
  LoggedMessage,
  LoggedTurn,
  LogStretch,
  MessagePage,
  MessageQuery,
  StoredMessage,
} from './ports/conversation-log.js';
export { followedLog } from './ports/followed-log.js';
export type { LogFollower } from './ports/followed-log.js';
export type {
  ConversationMemory,
  Memory,
  MemoryScope,
  Neighbour,
  RecallQuery,
  RecallResult,
} from './ports/conversation-memory.js';
export type {
  EngineChoice,
  EngineInstance,
  EngineSelection,
  EngineState,
  EngineSwitch,
  Rollout,
} from './ports/engine-state.js';
export type { Personality, PersonalitySource } from './ports/personality-source.js';
export type { TokenCounter } from './ports/token-counter.js';
export { toFunctionTool } from './ports/tool-source.js';
export type { Tool, ToolContext, ToolDefinition, ToolSource } from './ports/tool-source.js';
export type { ModelCallTrace, TraceHeaders, TurnTrace } from './ports/turn-trace.js';
export { createPipelineEngine } from './pipeline/pipeline-engine.js';
export type { EngineIdentity } from './pipeline/pipeline-engine.js';
export type { EngineParts } from './pipeline/engine-parts.js';
export type { PipelineLimits } from './pipeline/limits.js';
export type { SaveMode } from './pipeline/save-mode.js';
export { CompletionCollector, chunkJson } from './pipeline/completion-collector.js';
export type { AnswerIdentity } from './pipeline/completion-collector.js';
export { EngineManager } from './manager/engine-manager.js';
export type {
  EngineLease,
  EngineListing,
  EngineManagerParts,
  SwitchRequest,
  SwitchResult,
} from './manager/engine-manager.js';
export type { InstanceAcknowledgement } from './manager/acknowledgements.js';
export { LocalEngineState } from './manager/local-engine-state.js';
export { MAX_ID_LENGTH, parseChatRequest } from './wire/parse-chat-request.js';
export type { ChatRequest, ChatRequestDefaults } from './wire/parse-chat-request.js';
