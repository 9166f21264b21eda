import { textPieces } from '../chat/text.js';
import type { Brain } from './brain.js';
import { extractMemories } from './memory-extractor.js';

const PIECES = textPieces('Hello from the simulator.');

/** Always says the same, at once, and never calls a tool; but extracts memories when mem0 asks for them. */
export const plainBrain: Brain = (request) => extractMemories(request) ?? { pieces: PIECES };
