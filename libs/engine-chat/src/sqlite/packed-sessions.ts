import type { Session } from '../recall/posting-source.js';
import { CHUNK_POSITIONS } from '../recall/packed-postings.js';

/** Place in the chunk (16 bits) and time (a double), little-endian. */
const SESSION_BYTES = 10;

/** The bytes of one session, to be put behind those that its chunk has already. */
export function packSession({ first, time }: Session): Uint8Array {
  const view = new DataView(new ArrayBuffer(SESSION_BYTES));
  view.setUint16(0, first % CHUNK_POSITIONS, true);
  view.setFloat64(2, time, true);
  return new Uint8Array(view.buffer);
}

/** Adds the sessions of a chunk to a list. @param start the position that the chunk begins at */
export function unpackSessions(bytes: Uint8Array, start: number, into: Session[]): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += SESSION_BYTES) {
    into.push({ first: start + view.getUint16(at, true), time: view.getFloat64(at + 2, true) });
  }
}
