/** Bits of a sketch. */
const BITS = 2_048;
export const SKETCH_WORDS = BITS / 32;

/** One of the signs of a rotation, the same for ever: kept sketches were made with them. From splitmix32, seeded by round and place. */
function sign(round: number, place: number): 1 | -1 {
  let mixed = (Math.imul(round + 1, 0x9e3779b9) + Math.imul(place + 1, 0x85ebca6b)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) & 1 ? 1 : -1;
}

/** Signs by round; longer than any vector so far. */
const signs: Float32Array[] = [];

function signsOf(round: number, length: number): Float32Array {
  let known = signs[round];
  if (known === undefined || known.length < length)
    signs[round] = known = Float32Array.from({ length }, (_, place) => sign(round, place));
  return known;
}

// In the loops below, indexes are within their arrays: to check each would cost as much as the rest.

/** The Walsh–Hadamard transform, in place. The length is a power of two. */
function transform(values: Float32Array): void {
  for (let half = 1; half < values.length; half *= 2) {
    for (let start = 0; start < values.length; start += 2 * half) {
      for (let at = start; at < start + half; at++) {
        const one = values[at] as number;
        const other = values[at + half] as number;
        values[at] = one + other;
        values[at + half] = one - other;
      }
    }
  }
}

/**
 * The signs of a vector after random rotations: the share of bits in which two sketches differ is, about, the angle between the
 * vectors over π (Charikar 2002; rotations by Hadamard transforms as in Ailon and Chazelle 2009). With 2,048 bits the cosine is
 * known to ±0.04.
 */
export function sketchOf(vector: ArrayLike<number>): Uint32Array {
  const length = 2 ** Math.ceil(Math.log2(Math.max(2, vector.length)));
  const words = new Uint32Array(SKETCH_WORDS);
  const values = new Float32Array(length);
  for (let made = 0, round = 0; made < BITS; made += length, round++) {
    const turned = signsOf(round, vector.length);
    values.fill(0);
    for (let at = 0; at < vector.length; at++) values[at] = (vector[at] as number) * (turned[at] as number);
    transform(values);
    const end = Math.min(BITS, made + length);
    for (let bit = made; bit < end; bit++) {
      if ((values[bit - made] as number) > 0)
        words[bit >>> 5] = (words[bit >>> 5] as number) | (1 << (bit & 31));
    }
  }
  return words;
}

/** Bits in which a sketch differs from the one that begins at `offset` of `all`; 0 to 2,048. */
export function difference(sketch: Uint32Array, all: Uint32Array, offset: number): number {
  let bits = 0;
  for (let word = 0; word < SKETCH_WORDS; word++) {
    let left = (sketch[word] as number) ^ (all[offset + word] as number);
    left -= (left >>> 1) & 0x55555555;
    left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
    bits += Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return bits;
}

/** The most bits in which sketches of vectors with at least this cosine differ, but for one pair in some 10,000. */
export function mostDifference(cosine: number): number {
  return Math.min(BITS, Math.ceil((Math.acos(cosine) / Math.PI) * BITS + 4 * Math.sqrt(BITS / 4)));
}

export const SKETCH_BITS = BITS;
