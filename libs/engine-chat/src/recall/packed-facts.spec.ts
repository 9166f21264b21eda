import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { indexTurn } from './indexed-turn.js';
import { packFacts, unpackFacts } from './packed-facts.js';

const hash = fc.integer({ min: 0, max: 0xffffffff });

describe('Packed facts', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(
        fc.record({
          length: hash,
          speaker: fc.string({ unit: 'grapheme' }),
          asks: fc.boolean(),
          tellsTime: fc.boolean(),
          fingerprint: hash,
          sketch: fc.array(hash, { maxLength: 16 }),
        }),
        (facts) => {
          expect(unpackFacts(packFacts(facts))).toEqual(facts);
        },
      ),
    );
  });

  it('come out of the middle of other bytes', () => {
    const { frequencies: _, ...facts } = indexTurn({ speaker: '小明', text: 'Where were we on May 3rd?' });
    const bytes = packFacts(facts);
    const among = new Uint8Array(bytes.length + 8).fill(255);
    among.set(bytes, 3);
    expect(unpackFacts(among.subarray(3, 3 + bytes.length))).toEqual(facts);
  });

  it('are refused where bytes are missing', () => {
    const bytes = packFacts({
      ...{ length: 1, speaker: '', asks: true, tellsTime: false, fingerprint: 1 },
      sketch: [1, 2, 3],
    });
    expect(() => unpackFacts(bytes.subarray(0, -1))).toThrow(RangeError);
    expect(() => unpackFacts(new Uint8Array())).toThrow(RangeError);
  });
});
