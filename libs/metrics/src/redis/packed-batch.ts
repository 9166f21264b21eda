import { HOUR, LATE_KEPT } from '../store/metrics-store.js';
import type { Batch, BucketPart, StoreLimits } from '../store/metrics-store.js';
import { bucketName, endOf, FINE_KEPT, type Bucket } from '../store/tiers.js';
import type { RedisKeys } from './redis-keys.js';

/** Between the series and the instance in the name of a hash's field. */
export const FIELD_SEPARATOR = '\r';

/** Milliseconds for which lists stay that nobody adds to. An instance renews them once in 60 batches. */
const LIST_EXPIRY = 86_400_000;

/** A batch as the keys and values of the script that writes it. */
export function packBatch(
  batch: Batch,
  keys: RedisKeys,
  limits: Required<StoreLimits>,
  now: number,
): { readonly keys: string[]; readonly values: string[] } {
  const { generation, sequence, instance, slow, heartbeat } = batch;
  const values = [`${generation}`, `${sequence}`, instance, heartbeat];
  const addList = (kept: number, expiry: number, items: Batch['turns']) => {
    values.push(`${kept}`, `${expiry}`, `${items.length}`);
    for (const item of items) values.push(`${item.sequence}`, item.text);
  };
  const expiry = Math.max(limits.retention, LIST_EXPIRY);
  addList(limits.turns, expiry, batch.turns);
  addList(limits.events, expiry, batch.events);
  addList(
    LATE_KEPT,
    expiry,
    batch.late.map((text) => ({ sequence, text })),
  );
  const buckets = [...partsByBucket(batch.parts).values()];
  values.push(`${buckets.length}`);
  for (const { bucket, parts } of buckets) {
    values.push(`${expiryOf(bucket, limits, now)}`, `${parts.length}`);
    for (const { series, data } of parts) values.push(series + FIELD_SEPARATOR + instance, textOf(data));
  }
  values.push(`${slow.length}`);
  for (const { hour, total, text } of slow) {
    values.push(`${limits.slowest}`, `${hour + HOUR + limits.retention - now}`, `${total}`, text);
  }
  return {
    keys: [
      keys.generation,
      keys.heartbeats,
      ...keys.lists(generation),
      ...buckets.map(({ bucket }) => keys.bucket(generation, bucket)),
      ...slow.map(({ hour, engine }) => keys.slow(generation, hour, engine)),
    ],
    values,
  };
}

/**
 * Bytes as a text of as many characters. Clients send and read texts as UTF-8, of which most of these bytes, being small numbers, take
 * one: less than in base64.
 */
function textOf(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
}

export function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** Milliseconds from now until a bucket is forgotten. */
function expiryOf(bucket: Bucket, { retention }: Required<StoreLimits>, now: number): number {
  return Math.round(endOf(bucket) + (bucket.tier === '10s' ? FINE_KEPT : retention) - now);
}

function partsByBucket(
  parts: readonly BucketPart[],
): ReadonlyMap<string, { readonly bucket: Bucket; readonly parts: BucketPart[] }> {
  const buckets = new Map<string, { readonly bucket: Bucket; readonly parts: BucketPart[] }>();
  for (const part of parts) {
    const name = bucketName(part.bucket);
    const known = buckets.get(name);
    if (known === undefined) buckets.set(name, { bucket: part.bucket, parts: [part] });
    else known.parts.push(part);
  }
  return buckets;
}
