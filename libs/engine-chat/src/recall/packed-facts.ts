import type { TurnFacts } from './posting-source.js';

const ASKS = 1;
const TELLS_TIME = 2;
/** Flags (8 bits), hashes in the sketch (8), length (32), fingerprint (32); then the hashes (32 each) and the speaker (UTF-8). */
const HEAD_BYTES = 10;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The facts of a turn as bytes; numbers little-endian. */
export function packFacts({ length, speaker, asks, tellsTime, fingerprint, sketch }: TurnFacts): Uint8Array {
  const name = encoder.encode(speaker);
  const bytes = new Uint8Array(HEAD_BYTES + 4 * sketch.length + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, (asks ? ASKS : 0) | (tellsTime ? TELLS_TIME : 0));
  view.setUint8(1, sketch.length);
  view.setUint32(2, length, true);
  view.setUint32(6, fingerprint, true);
  sketch.forEach((hash, index) => {
    view.setUint32(HEAD_BYTES + 4 * index, hash, true);
  });
  bytes.set(name, HEAD_BYTES + 4 * sketch.length);
  return bytes;
}

/** @throws RangeError for bytes that are no facts */
export function unpackFacts(bytes: Uint8Array): TurnFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint8(0);
  const hashes = view.getUint8(1);
  const sketch: number[] = [];
  for (let index = 0; index < hashes; index++) sketch.push(view.getUint32(HEAD_BYTES + 4 * index, true));
  const name = HEAD_BYTES + 4 * hashes;
  return {
    length: view.getUint32(2, true),
    speaker: name === bytes.length ? '' : decoder.decode(bytes.subarray(name)),
    asks: (flags & ASKS) !== 0,
    tellsTime: (flags & TELLS_TIME) !== 0,
    fingerprint: view.getUint32(6, true),
    sketch,
  };
}
