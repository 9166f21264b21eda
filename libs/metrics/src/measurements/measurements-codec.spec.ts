import { describe, expect, it } from '@jest/globals';
import { addEncoded, encodeMeasurements } from './measurements-codec.js';
import { Measurements } from './measurements.js';
import { UnreadableMeasurementsError } from './unreadable-measurements-error.js';

function sample(): Measurements {
  const measurements = new Measurements();
  measurements.count('turns', 3);
  measurements.count('cost', 0.125);
  measurements.count('tokens_in', 2 ** 40);
  measurements.count('error:upstream_timeout');
  measurements.measure('total', 1.5);
  measurements.measure('redis_latency{host=ü}', 0.001);
  return measurements;
}

function contentOf({ sums, sketches }: Measurements) {
  return {
    sums: Object.fromEntries(sums),
    sketches: [...sketches].map(([name, { count, sum, max }]) => [name, count, sum, max]),
  };
}

describe('measurements', () => {
  it('come back from bytes as they were, names of others included', () => {
    const read = new Measurements();
    addEncoded(encodeMeasurements(sample()), read);
    expect(contentOf(read)).toEqual(contentOf(sample()));
  });

  it('are added to what is there', () => {
    const sum = sample();
    addEncoded(encodeMeasurements(sample()), sum);
    expect(sum.sum('turns')).toBe(6);
    expect(sum.sum('cost')).toBe(0.25);
    expect(sum.sketches.get('total')?.count).toBe(2);
  });

  it('are read without the spreads that nobody wants', () => {
    const read = new Measurements();
    addEncoded(encodeMeasurements(sample()), read, (name) => name.startsWith('redis'));
    expect([...read.sketches.keys()]).toEqual(['redis_latency{host=ü}']);
    expect(read.sum('turns')).toBe(3);
  });

  it('are refused when they are cut short, or of another format', () => {
    const bytes = encodeMeasurements(sample());
    for (const end of [0, 1, 5, bytes.length - 1]) {
      expect(() => addEncoded(bytes.subarray(0, end), new Measurements())).toThrow(
        UnreadableMeasurementsError,
      );
    }
    expect(() => addEncoded(Buffer.of(99), new Measurements())).toThrow('format 99');
    expect(() => addEncoded(Buffer.of(1, 1, 120, 2), new Measurements())).toThrow('number 120');
  });
});
