import { ByteReader } from '../sketch/byte-reader.js';
import { ByteWriter } from '../sketch/byte-writer.js';
import { addSketch, writeSketch } from '../sketch/sketch-codec.js';
import { TURN_MEASURES, TURN_SUMS } from './measurement-names.js';
import type { Measurements, SketchFilter } from './measurements.js';
import { UnreadableMeasurementsError } from './unreadable-measurements-error.js';

/** First byte of the format; another one for a format that this version would misread. */
const FORMAT = 1;

/** Names that are written as their place in a list, from 1; others are spelt out after a 0. */
class NameCodes {
  readonly #names: readonly string[];
  readonly #codes: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#codes = new Map(names.map((name, i) => [name, i + 1]));
  }

  write(name: string): void {
    const code = this.#codes.get(name) ?? 0;
    writer.integer(code);
    if (code === 0) writer.text(name);
  }

  read(reader: ByteReader): string {
    const code = reader.integer();
    if (code === 0) return reader.text();
    const name = this.#names[code - 1];
    if (name === undefined) throw new UnreadableMeasurementsError(`They have a name of number ${code}.`);
    return name;
  }
}

const sumNames = new NameCodes(TURN_SUMS);
const sketchNames = new NameCodes(TURN_MEASURES);
const writer = new ByteWriter();
const sketchWriter = new ByteWriter();

/**
 * Measurements in few bytes: the format, how many sums, each with name and value, then the spreads to the end, each with name,
 * length in bytes, and itself. An integer is doubled; any other sum is a 1 and a double.
 */
export function encodeMeasurements(measurements: Measurements): Buffer {
  writer.integer(FORMAT);
  writer.integer(measurements.sums.size);
  for (const [name, value] of measurements.sums) {
    sumNames.write(name);
    if (Number.isInteger(value) && value >= 0 && value < 2 ** 52) writer.integer(value * 2);
    else {
      writer.integer(1);
      writer.double(value);
    }
  }
  for (const [name, sketch] of measurements.sketches) {
    sketchNames.write(name);
    writeSketch(sketchWriter, sketch);
    const bytes = sketchWriter.take();
    writer.integer(bytes.length);
    writer.bytes(bytes);
  }
  return writer.take();
}

/**
 * Adds what `encodeMeasurements` made to measurements: all sums, and the spreads that are wanted.
 * @throws UnreadableMeasurementsError; some of it may have been added by then
 */
export function addEncoded(bytes: Uint8Array, to: Measurements, isWanted: SketchFilter = () => true): void {
  const reader = new ByteReader(bytes);
  try {
    const format = reader.integer();
    if (format !== FORMAT) throw new UnreadableMeasurementsError(`They are of format ${format}.`);
    for (let left = reader.integer(); left > 0; left--) {
      const name = sumNames.read(reader);
      const value = reader.integer();
      to.count(name, value === 1 ? reader.double() : value / 2);
    }
    while (!reader.isAtEnd) {
      const name = sketchNames.read(reader);
      const length = reader.integer();
      if (isWanted(name)) addSketch(reader, to.sketch(name));
      else reader.skip(length);
    }
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableMeasurementsError('They are cut short.', error);
    throw error;
  }
}
