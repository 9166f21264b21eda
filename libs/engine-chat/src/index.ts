export { createChatEngine } from './chat-engine.js';
