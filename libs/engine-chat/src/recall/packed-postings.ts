import type { Posting } from './posting-source.js';

/**
 * A store keeps the postings of one term of one conversation by chunks of so many positions: one row each, of bounded size, which
 * grows by bytes at its end and is never encoded anew.
 */
export const CHUNK_POSITIONS = 1_024;

/** Bytes of one posting: place in the chunk, frequency, length; each unsigned, 16 bits, little-endian. */
const POSTING_BYTES = 6;
/** What is more counts as this: BM25 hardly tells them apart. */
const MOST = 0xffff;

/** The chunk that holds a position: from 0. */
export const chunkOf = (position: number): number => Math.floor(position / CHUNK_POSITIONS);

/**
 * The bytes of postings of one term, to be put behind those that their chunk has already.
 * @param postings of one chunk, by ascending position
 */
export function packPostings(postings: readonly Posting[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(postings.length * POSTING_BYTES));
  postings.forEach(({ position, frequency, length }, index) => {
    const at = index * POSTING_BYTES;
    view.setUint16(at, position % CHUNK_POSITIONS, true);
    view.setUint16(at + 2, Math.min(frequency, MOST), true);
    view.setUint16(at + 4, Math.min(length, MOST), true);
  });
  return new Uint8Array(view.buffer);
}

/**
 * Adds the postings of one chunk to a list, in the order in which they were put there.
 * @throws RangeError for bytes that are not whole postings
 */
export function unpackPostings(bytes: Uint8Array, chunk: number, into: Posting[]): void {
  if (bytes.length % POSTING_BYTES !== 0) throw new RangeError('The bytes are not whole postings.');
  const first = chunk * CHUNK_POSITIONS;
  const word = (at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  for (let at = 0; at < bytes.length; at += POSTING_BYTES) {
    into.push({ position: first + word(at), frequency: word(at + 2), length: word(at + 4) });
  }
}
