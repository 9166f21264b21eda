export { describeConversationStore } from './describe-conversation-store.js';
export { describePostingSource } from './describe-posting-source.js';
export { InMemoryConversationStore } from '../store/in-memory-conversation-store.js';
export type { KitOptions, PostingSourceUnderTest } from './kit-options.js';
export type { ConversationStoreKitOptions, StoreUnderTest } from './store-kit-options.js';
