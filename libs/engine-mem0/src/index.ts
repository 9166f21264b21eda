export { createMem0Engine } from './mem0-engine.js';
export { createMem0Memory } from './memory/create-mem0-memory.js';
export type { CreatedMem0Memory, Mem0MemoryParts } from './memory/create-mem0-memory.js';
export { openMem0 } from './facts/open-mem0.js';
export type { OpenMem0Options } from './facts/open-mem0.js';
export { connectMem0Platform } from './facts/connect-mem0-platform.js';
export type { Mem0PlatformOptions } from './facts/connect-mem0-platform.js';
export type { Embedder } from './facts/embedder.js';
export type {
  ExtractionRecords,
  Fact,
  FactBatch,
  FactScope,
  FactSearch,
  FactStore,
  FailedBatch,
  Forgotten,
  Mem0Store,
  Owner,
  Place,
  SpokenText,
  Standing,
} from './facts/fact-store.js';
export type { VectorStoreSettings } from './thread/protocol.js';
export type { ExtractionStatus } from './extraction/fact-extractor.js';
