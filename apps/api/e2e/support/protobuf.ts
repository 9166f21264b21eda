/** The fields of one protobuf message by their numbers, in order. Varints and fixed numbers are bigints. */
export type Fields = ReadonlyMap<number, readonly (bigint | Buffer)[]>;

/** Reads the wire format, https://protobuf.dev/programming-guides/encoding/. @throws Error for what is not well-formed */
export function readFields(bytes: Buffer): Fields {
  const fields = new Map<number, (bigint | Buffer)[]>();
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new Error(`The message ends within a field, at ${at}.`);
    return bytes.subarray(at, (at += length));
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = take(1).readUInt8();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Error('A varint is longer than ten bytes.');
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const field = tag >> 3;
    const read: Readonly<Record<number, () => bigint | Buffer>> = {
      0: varint,
      1: () => take(8).readBigUInt64LE(),
      2: () => take(Number(varint())),
      5: () => BigInt(take(4).readUInt32LE()),
    };
    const value = read[tag & 7]?.();
    if (field === 0 || value === undefined) throw new Error(`Tag ${tag} is not of proto3.`);
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

export function messages(fields: Fields, field: number): Fields[] {
  return (fields.get(field) ?? []).map((value) => readFields(value as Buffer));
}

export function bytesOf(fields: Fields, field: number): Buffer {
  return (fields.get(field)?.at(-1) as Buffer | undefined) ?? Buffer.alloc(0);
}

export function textOf(fields: Fields, field: number): string {
  return bytesOf(fields, field).toString('utf8');
}

export function numberOf(fields: Fields, field: number): bigint {
  return (fields.get(field)?.at(-1) as bigint | undefined) ?? 0n;
}
