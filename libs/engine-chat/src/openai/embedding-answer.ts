import { UpstreamProtocolError } from '@yychat/engine-core';
import { endianness } from 'node:os';

const IS_BIG_ENDIAN = endianness() === 'BE';

interface Item {
  readonly index?: unknown;
  readonly embedding?: unknown;
}

/**
 * The vectors of an answer of `POST /embeddings`, each brought to length 1, in the order of the texts.
 * @param count of the texts
 * @throws UpstreamProtocolError for anything but one vector for each text, all of as many finite numbers
 */
export function readEmbeddings(body: string, count: number): readonly Float32Array[] {
  const items = itemsOf(body);
  if (items.length !== count) throw wrong(`${items.length} embeddings for ${count} texts`);
  const vectors = new Array<Float32Array | undefined>(count).fill(undefined);
  let dimensions: number | undefined;
  for (const [place, { index = place, embedding }] of items.entries()) {
    if (typeof index !== 'number' || !(index in vectors) || vectors[index] !== undefined)
      throw wrong('an index that is not to be expected');
    const vector = unitVector(embedding);
    dimensions ??= vector.length;
    if (vector.length !== dimensions) throw wrong('embeddings of different lengths');
    vectors[index] = vector;
  }
  return vectors as readonly Float32Array[];
}

function itemsOf(body: string): readonly Item[] {
  let answer: { readonly data?: unknown } | null;
  try {
    answer = JSON.parse(body) as { readonly data?: unknown } | null;
  } catch {
    // What the parser says of it quotes the body.
    throw wrong('no JSON');
  }
  const data = answer?.data;
  if (!Array.isArray(data) || !data.every((item) => typeof item === 'object' && item !== null))
    throw wrong('no list of embeddings');
  return data as readonly Item[];
}

/** Written out, for a batch is some 100,000 numbers, and the streams of others wait meanwhile. */
function unitVector(embedding: unknown): Float32Array {
  const vector = typeof embedding === 'string' ? fromBase64(embedding) : fromNumbers(embedding);
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  // Also for a value that is no number, or beyond what 32 bits hold.
  if (!(length > 0 && length < Infinity)) throw wrong('an embedding without direction');
  for (let at = 0; at < vector.length; at += 1) vector[at] = (vector[at] as number) / length;
  return vector;
}

/** 32-bit floats, little-endian: https://platform.openai.com/docs/api-reference/embeddings/create (`encoding_format`). */
function fromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % 4 !== 0) throw wrong('an embedding that is cut off');
  if (IS_BIG_ENDIAN) bytes.swap32();
  const vector = new Float32Array(bytes.length / 4);
  new Uint8Array(vector.buffer).set(bytes);
  return vector;
}

function fromNumbers(numbers: unknown): Float32Array {
  if (!Array.isArray(numbers) || !numbers.every((value) => typeof value === 'number'))
    throw wrong('an embedding that is no list of numbers');
  return Float32Array.from(numbers);
}

function wrong(what: string): UpstreamProtocolError {
  return new UpstreamProtocolError(`The upstream answered a request for embeddings with ${what}.`);
}
