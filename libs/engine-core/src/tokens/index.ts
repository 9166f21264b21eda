export { contextWindow } from './context-window.js';
export { loadTokenCounter } from './token-counter.js';
