export { OpenAIChatModel } from './openai-chat-model.js';
export type { OpenAIChatModelOptions } from './openai-chat-model.js';
export { OpenAIModelCatalog } from './openai-model-catalog.js';
export type { ModelDescription } from './openai-model-catalog.js';
