import { textPieces } from '../chat/text.js';
import type { Brain } from './brain.js';

const PIECES = textPieces('Hello from the simulator.');

/** Always says the same, at once, and never calls a tool. */
export const plainBrain: Brain = () => ({ pieces: PIECES });
