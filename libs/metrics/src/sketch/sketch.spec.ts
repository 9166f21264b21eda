import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exactQuantile } from '../testing/exact.js';
import { BIN_COUNT, binOf, RELATIVE_ERROR, SMALLEST, valueOf } from './bins.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { addSketch, writeSketch } from './sketch-codec.js';
import { Sketch } from './sketch.js';

const SHARES = [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1];

function sketchOf(values: readonly number[]): Sketch {
  const sketch = new Sketch();
  for (const value of values) sketch.add(value);
  return sketch;
}

function throughBytes(...sketches: readonly Sketch[]): Sketch {
  const writer = new ByteWriter();
  for (const sketch of sketches) writeSketch(writer, sketch);
  const reader = new ByteReader(writer.take());
  const read = new Sketch();
  sketches.forEach(() => addSketch(reader, read));
  expect(reader.isAtEnd).toBe(true);
  return read;
}

function figuresOf(sketch: Sketch) {
  const { count, min, max } = sketch;
  return { count, min, max, quantiles: SHARES.map((share) => sketch.quantile(share)) };
}

/** From a microsecond to a terabyte. */
const measured = fc.double({ min: Math.log(1.01e-6), max: Math.log(9.9e11), noNaN: true }).map(Math.exp);

describe('bins', () => {
  it('are stood for by a value within the relative error of every value in them', () => {
    fc.assert(
      fc.property(measured, (value) => {
        const error = Math.abs(valueOf(binOf(value)) - value) / value;
        expect(error).toBeLessThanOrEqual(RELATIVE_ERROR * (1 + 1e-9));
      }),
      { numRuns: 5_000 },
    );
  });

  it('are in the order of their values', () => {
    fc.assert(
      fc.property(measured, measured, (a, b) => {
        expect(Math.sign(binOf(a) - binOf(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('take in any number', () => {
    for (const value of [0, SMALLEST / 2, -1, NaN, 1e300, Infinity]) {
      expect(binOf(value)).toBeGreaterThanOrEqual(0);
      expect(binOf(value)).toBeLessThan(BIN_COUNT);
    }
  });
});

describe('a sketch', () => {
  it('has every quantile within the relative error of the exact one', () => {
    fc.assert(
      fc.property(fc.array(measured, { minLength: 1, maxLength: 300 }), (values) => {
        const sketch = sketchOf(values);
        for (const share of SHARES) {
          const exact = exactQuantile(values, share);
          const error = Math.abs((sketch.quantile(share) ?? NaN) - exact) / exact;
          expect(error).toBeLessThanOrEqual(RELATIVE_ERROR * (1 + 1e-9));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same however its values were divided, merged and written', () => {
    fc.assert(
      fc.property(fc.array(fc.array(measured)), (groups) => {
        const merged = new Sketch();
        for (const group of groups) merged.merge(sketchOf(group));
        const whole = figuresOf(sketchOf(groups.flat()));
        expect(figuresOf(merged)).toEqual(whole);
        expect(figuresOf(throughBytes(...groups.map(sketchOf)))).toEqual(whole);
      }),
    );
  });

  it('knows count, sum, least and greatest exactly', () => {
    const sketch = sketchOf([0.5, 3, 0.25]);
    expect([sketch.count, sketch.sum, sketch.min, sketch.max]).toEqual([3, 3.75, 0.25, 3]);
    expect(sketch.average).toBe(1.25);
  });

  it('says null, and not 0, without values', () => {
    const sketch = throughBytes(new Sketch());
    expect([sketch.min, sketch.max, sketch.average, sketch.quantile(0.5)]).toEqual([null, null, null, null]);
    expect(sketch.count).toBe(0);
  });

  it('counts what took no time, and leaves out what is no measurement', () => {
    const sketch = sketchOf([0, 0, -1, NaN, Infinity]);
    expect([sketch.count, sketch.min, sketch.max, sketch.quantile(0.99)]).toEqual([3, 0, 0, 0]);
  });

  it('takes little room: a thousand times over two orders of magnitude in less than 600 bytes', () => {
    const writer = new ByteWriter();
    writeSketch(writer, sketchOf(Array.from({ length: 1_000 }, (_, i) => 0.05 * 100 ** (i / 1_000))));
    expect(writer.length).toBeLessThan(600);
  });

  it('cannot be read from bytes that are cut short or make no sense', () => {
    const writer = new ByteWriter();
    writeSketch(writer, sketchOf([1, 2, 3]));
    const bytes = writer.take();
    for (let end = 0; end < bytes.length; end++) {
      expect(() => addSketch(new ByteReader(bytes.subarray(0, end)), new Sketch())).toThrow(RangeError);
    }
    const wide = Buffer.concat([Buffer.of(1), Buffer.alloc(24), Buffer.of(0xff, 0x7f, 0xff, 0x7f, 1)]);
    expect(() => addSketch(new ByteReader(wide), new Sketch())).toThrow(RangeError);
  });
});

describe('numbers in bytes', () => {
  it('come back as they were', () => {
    const integers = fc.maxSafeNat();
    fc.assert(
      fc.property(
        fc.array(integers),
        fc.array(fc.double()),
        fc.array(fc.string({ unit: 'binary' })),
        (a, b, c) => {
          const writer = new ByteWriter();
          a.forEach((value) => writer.integer(value));
          b.forEach((value) => writer.double(value));
          c.forEach((value) => writer.text(value));
          const reader = new ByteReader(writer.take());
          expect(a.map(() => reader.integer())).toEqual(a);
          expect(b.map(() => reader.double())).toEqual(b);
          expect(c.map(() => reader.text())).toEqual(c);
        },
      ),
    );
  });
});
