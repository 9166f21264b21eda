import { CHUNK_POSITIONS } from '../../recall/packed-postings.js';

/**
 * A row has the postings of a part of a chunk: PostgreSQL writes a row anew when it grows, so that a word which is in every message
 * would write kilobytes for each.
 */
export const PART_POSITIONS = 256;
export const PARTS_OF_CHUNK = CHUNK_POSITIONS / PART_POSITIONS;
