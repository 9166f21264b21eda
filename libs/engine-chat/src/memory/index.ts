export { createChatMemory } from './create-chat-memory.js';
export type { ChatMemoryParts, CreatedChatMemory } from './create-chat-memory.js';
export type { Embedder } from './embedder.js';
export { failureKind } from './failure-kind.js';
export type { FailureKind } from './failure-kind.js';
export type { EmbedderStatus } from './guarded-embedder.js';
export type { EmbeddingsInfo } from './message-embeddings.js';
