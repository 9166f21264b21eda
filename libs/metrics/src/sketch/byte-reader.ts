/** Reads what a ByteWriter wrote. Each method throws a RangeError at the end of the bytes. */
export class ByteReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  integer(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    for (let scale = 0x80; ; scale *= 0x80) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  double(): number {
    const begin = this.#skip(8);
    return this.#bytes.readDoubleLE(begin);
  }

  text(): string {
    const begin = this.#skip(this.integer());
    return this.#bytes.toString('utf8', begin, this.#position);
  }

  /** Leaves out so many bytes. */
  skip(length: number): void {
    this.#skip(length);
  }

  /** @returns where they begin */
  #skip(length: number): number {
    const begin = this.#position;
    if (begin + length > this.#bytes.length) throw new RangeError('The bytes end too soon.');
    this.#position += length;
    return begin;
  }

  #byte(): number {
    const byte = this.#bytes[this.#position++];
    if (byte === undefined) throw new RangeError('The bytes end too soon.');
    return byte;
  }
}
