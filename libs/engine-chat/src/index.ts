export { createChatEngine } from './chat-engine.js';
export type {
  ConversationStore,
  EmbeddedMessage,
  Embedding,
  EmbeddingStore,
  PendingMessage,
  PendingMessages,
  RecalledMessage,
  StoreQuery,
} from './store/conversation-store.js';
