/** A value as it is kept. */
export interface CodedValue<V> {
  readonly json: string;
  /** Of `json`, in UTF-8. */
  readonly bytes: number;
  /** What `json` says, which need not be what was given, and is not the same object. */
  readonly value: V;
}

/** `undefined` for what is too large, and for what JSON cannot carry: functions, cycles, big integers, what throws when it is read. */
export function codeValue<V>(value: V, maxBytes: number): CodedValue<V> | undefined {
  try {
    const json = JSON.stringify(value) as string | undefined;
    if (json === undefined) return undefined;
    const bytes = Buffer.byteLength(json);
    return bytes > maxBytes ? undefined : { json, bytes, value: JSON.parse(json) as V };
  } catch {
    return undefined;
  }
}
