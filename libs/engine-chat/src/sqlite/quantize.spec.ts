import { describe, expect, it } from '@jest/globals';
import { Seeded } from '@yychat/engine-core/testing';
import { quantize, signsOf } from './quantize.js';

const cosine = (one: ArrayLike<number>, other: ArrayLike<number>): number => {
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(a).reduce((sum, value, index) => sum + value * b[index]!, 0);
  return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
};

describe('A quantized vector', () => {
  it('points where the vector does', () => {
    const random = new Seeded(1);
    for (const length of [2, 64, 1_536]) {
      const [one, other] = [0, 1].map(() =>
        Float32Array.from({ length }, () => random.below(2_001) / 1_000 - 1),
      );
      const whole = [one!, other!].map((vector) => new Int8Array(quantize(vector)!.buffer));
      expect(cosine(whole[0]!, whole[1]!)).toBeCloseTo(cosine(one!, other!), 2);
    }
  });

  it('is none where a vector has no direction', () => {
    for (const value of [0, Number.NaN, Infinity]) {
      expect(quantize(new Float32Array(8).fill(value))).toBeUndefined();
    }
    expect(quantize(new Float32Array())).toBeUndefined();
  });

  it('has a bit for each sign, filled up to bytes', () => {
    const values = Float32Array.from([1, -1, 0, 2, -3, 1, 1, 1, 5, -1]);
    expect([...signsOf(values)]).toEqual([0b1110_1001, 0b0000_0001]);
  });
});
