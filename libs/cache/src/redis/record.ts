import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, deflateRaw, inflateRaw } from 'node:zlib';
import type { RemoteClaim, RemoteEntry } from '../tiered/remote-tier.js';

/** Of the text. Other formats read as garbage. */
const FORMAT = 1;
/** Characters that a text may have besides its value: more than any key should. */
const OVERHEAD = 65_536;

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** What is kept under a key, before it becomes text. Times in milliseconds. */
export interface NewRecord {
  readonly mark: string;
  /** Found again in the answer, it proves that the answer is to this question. */
  readonly key: string;
  /** Since the epoch, by the clock of who wrote it. */
  readonly freshUntil: number;
  readonly fresh: number;
  readonly stale: number;
  /** Of the value's JSON. */
  readonly bytes: number;
  /** The value, see {@link recordBody}. */
  readonly body: string;
}

/** What was found under a key; the reader compares the key. Garbage is what this package, in this format, did not write. */
export type FoundRecord<V> =
  | ((RemoteEntry<V> | RemoteClaim) & { readonly key: string })
  | { readonly kind: 'garbage'; readonly key?: never };

const GARBAGE = { kind: 'garbage' } as const;

export function newMark(): string {
  return randomBytes(9).toString('base64url');
}

/** What a text with the mark begins with. The member `value` is where Keyv keeps values. */
export function recordHead(mark: string): string {
  return `{"value":{"format":${FORMAT},"mark":"${mark}",`;
}

export function recordText({ mark, key, freshUntil, fresh, stale, bytes, body }: NewRecord): string {
  const times = `"freshUntil":${freshUntil},"fresh":${fresh},"stale":${stale}`;
  return `${recordHead(mark)}"key":${JSON.stringify(key)},${times},"bytes":${bytes},${body}}}`;
}

/** What stands where a value is being made. */
export function claimText(mark: string, key: string): string {
  return `${recordHead(mark)}"key":${JSON.stringify(key)},"claim":true}}`;
}

/** @param compressAbove characters of JSON */
export async function recordBody(json: string, compressAbove: number): Promise<string> {
  const plain = `"json":${json}`;
  if (json.length <= compressAbove) return plain;
  // In another thread, so that nobody waits for it here; at the fastest level, for Redis is near.
  const deflated = await deflate(json, { level: constants.Z_BEST_SPEED });
  const packed = `"deflated":"${deflated.toString('base64')}"`;
  return packed.length < plain.length ? packed : plain;
}

/**
 * @param maxBytes of JSON
 * @param now milliseconds since the epoch
 */
export function readRecord<V>(
  text: string,
  maxBytes: number,
  now: number,
): FoundRecord<V> | Promise<FoundRecord<V>> {
  if (text.length > maxBytes + OVERHEAD) return GARBAGE;
  try {
    const record = (JSON.parse(text) as { value?: ParsedRecord } | null)?.value;
    if (record?.format !== FORMAT) return GARBAGE;
    const { mark, key, freshUntil, fresh, stale, bytes, json, deflated } = record;
    if (typeof mark !== 'string' || typeof key !== 'string') return GARBAGE;
    if (record.claim === true) return { kind: 'claim', mark, key };
    if (!isCount(freshUntil) || !isCount(fresh) || !isCount(stale) || !isCount(bytes)) return GARBAGE;
    // Clocks of two machines may differ: a lifetime is never longer than it was when it began.
    const left = freshUntil - now;
    const entry = {
      kind: 'entry' as const,
      key,
      mark,
      fresh: left > 0 ? Math.min(left, fresh) : 0,
      stale: left + stale > 0 ? Math.min(left + stale, stale) : 0,
      value: json as V,
      // Not counted here, for that takes a tenth of the time that parsing does.
      bytes: Math.max(bytes, text.length),
    };
    if (deflated !== undefined) return unpack(entry, deflated, maxBytes);
    return json === undefined ? GARBAGE : entry;
  } catch {
    return GARBAGE;
  }
}

/** Nothing is known of it. */
type ParsedRecord = Partial<Record<keyof NewRecord | 'format' | 'claim' | 'json' | 'deflated', unknown>>;

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

/** What is packed small may be huge: it is unpacked up to what is allowed. */
async function unpack<V>(
  entry: RemoteEntry<V> & { readonly key: string },
  deflated: unknown,
  maxBytes: number,
): Promise<FoundRecord<V>> {
  try {
    const json = await inflate(Buffer.from(String(deflated), 'base64'), { maxOutputLength: maxBytes });
    return { ...entry, value: JSON.parse(json.toString()) as V };
  } catch {
    return GARBAGE;
  }
}
