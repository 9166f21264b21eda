import { BIN_COUNT } from './bins.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Sketch } from './sketch.js';

/**
 * Writes a sketch: count; and, unless that is 0, sum, min and max as doubles, the first bin with values, the number of bins from there
 * to the last one with values, and the counts of those. Bins without values are written as 0 and how many of them follow each other.
 */
export function writeSketch(writer: ByteWriter, sketch: Sketch): void {
  writer.integer(sketch.count);
  if (sketch.min === null || sketch.max === null) return;
  writer.double(sketch.sum);
  writer.double(sketch.min);
  writer.double(sketch.max);
  const { first, counts } = sketch.bins();
  const begin = counts.findIndex((count) => count > 0);
  const end = counts.findLastIndex((count) => count > 0) + 1;
  writer.integer(first + begin);
  writer.integer(end - begin);
  for (let i = begin; i < end; i++) {
    const count = counts[i] as number;
    writer.integer(count);
    if (count > 0) continue;
    const from = i;
    while (counts[i + 1] === 0) i++;
    writer.integer(i - from + 1);
  }
}

/** Adds what `writeSketch` wrote to a sketch. @throws RangeError when it is no sketch */
export function addSketch(reader: ByteReader, sketch: Sketch): void {
  const count = reader.integer();
  if (count === 0) return;
  sketch.addTotals(count, reader.double(), reader.double(), reader.double());
  let bin = reader.integer();
  const end = bin + reader.integer();
  if (end > BIN_COUNT) throw new RangeError('A sketch has more bins than there are.');
  while (bin < end) {
    const inBin = reader.integer();
    if (inBin > 0) sketch.addToBin(bin++, inBin);
    else bin += Math.max(1, reader.integer());
  }
}
