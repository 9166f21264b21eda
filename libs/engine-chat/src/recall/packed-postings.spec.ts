import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CHUNK_POSITIONS, chunkOf, packPostings, unpackPostings } from './packed-postings.js';
import type { Posting } from './posting-source.js';

const postingsOf = (chunk: number) =>
  fc.uniqueArray(fc.nat(CHUNK_POSITIONS - 1), { maxLength: 50 }).chain((places) =>
    fc.tuple(
      ...[...places]
        .sort((one, other) => one - other)
        .map((place) =>
          fc.record({
            position: fc.constant(chunk * CHUNK_POSITIONS + place),
            frequency: fc.integer({ min: 1, max: 0xffff }),
            length: fc.integer({ min: 1, max: 0xffff }),
          }),
        ),
    ),
  );

const unpacked = (bytes: Uint8Array, chunk: number): Posting[] => {
  const into: Posting[] = [];
  unpackPostings(bytes, chunk, into);
  return into;
};

describe('Packed postings', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(
        fc.nat(5_000).chain((chunk) => fc.tuple(fc.constant(chunk), postingsOf(chunk))),
        ([chunk, postings]) => {
          expect(unpacked(packPostings(postings), chunk)).toEqual(postings);
        },
      ),
    );
  });

  it('grow at the end', () => {
    fc.assert(
      fc.property(postingsOf(3), fc.nat(50), (postings, cut) => {
        const parts = [postings.slice(0, cut), postings.slice(cut)].map(packPostings);
        expect(unpacked(Buffer.concat(parts), 3)).toEqual(postings);
      }),
    );
  });

  it('hold the largest numbers where theirs do not fit', () => {
    const bytes = packPostings([{ position: 5, frequency: 70_000, length: 1_000_000 }]);
    expect(unpacked(bytes, 0)).toEqual([{ position: 5, frequency: 0xffff, length: 0xffff }]);
  });

  it('are refused where bytes are missing', () => {
    const bytes = packPostings([{ position: 5, frequency: 1, length: 1 }]);
    expect(() => unpacked(bytes.subarray(1), 0)).toThrow(RangeError);
  });

  it('belong to the chunk of their position', () => {
    expect([0, CHUNK_POSITIONS - 1, CHUNK_POSITIONS, 10 * CHUNK_POSITIONS].map(chunkOf)).toEqual([
      0, 0, 1, 10,
    ]);
  });
});
