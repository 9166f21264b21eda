export { OpenAIChatModel } from './openai-chat-model.js';
export type { OpenAIChatModelOptions } from './openai-chat-model.js';
export { OpenAIModelCatalog } from './openai-model-catalog.js';
export type { ModelDescription } from './openai-model-catalog.js';
export { OpenAIEmbedder } from './openai-embedder.js';
export type { OpenAIEmbedderOptions } from './openai-embedder.js';
