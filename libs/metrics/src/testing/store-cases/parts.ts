import { deepEqual, equal } from 'node:assert/strict';
import { bucketAt, type Bucket } from '../../store/tiers.js';
import type { StoreCase } from '../store-bench.js';

export function partCases(it: StoreCase): void {
  it('keeps the parts of a bucket by series and instance', async ({ write, read, clock }) => {
    const bucket = bucketAt('5m', clock.now());
    await write({
      parts: [
        { bucket, series: 's', data: Buffer.of(1) },
        { bucket, series: 'other\nseries', data: Buffer.of(2) },
      ],
    });
    await write({ instance: 'b', parts: [{ bucket, series: 's', data: Buffer.of(3) }] });
    const { buckets } = await read({ buckets: [bucket] });
    deepEqual((buckets[0] ?? []).map(({ instance, series, data }) => [instance, series, ...data]).sort(), [
      ['a', 'other\nseries', 2],
      ['a', 's', 1],
      ['b', 's', 3],
    ]);
  });

  it('has the last of what an instance wrote of a series and bucket', async ({ write, read, clock }) => {
    const bucket = bucketAt('10s', clock.now());
    await write({ parts: [{ bucket, series: 's', data: Buffer.of(1) }] });
    await write({ sequence: 2, parts: [{ bucket, series: 's', data: Buffer.of(1, 1) }] });
    const { buckets } = await read({ buckets: [bucket] });
    deepEqual(
      buckets[0]?.map(({ data }) => [...data]),
      [[1, 1]],
    );
  });

  it('tells buckets apart by tier and time, and answers in the order asked for', async ({
    write,
    read,
    clock,
  }) => {
    const buckets: Bucket[] = [
      bucketAt('5m', clock.now()),
      bucketAt('10s', clock.now()),
      bucketAt('10s', clock.now() - 10_000),
    ];
    await write({ parts: buckets.map((bucket, i) => ({ bucket, series: 's', data: Buffer.of(i) })) });
    const answer = await read({ buckets: [...buckets, bucketAt('5m', clock.now() - 300_000)].reverse() });
    deepEqual(
      answer.buckets.map((parts) => parts.map(({ data }) => data[0])),
      [[], [2], [1], [0]],
    );
  });

  it('gives back every byte as it was', async ({ write, read, clock }) => {
    const data = Buffer.from(Array.from({ length: 512 }, (_, i) => i % 256));
    const bucket = bucketAt('5m', clock.now());
    await write({ parts: [{ bucket, series: 's', data }] });
    const { buckets } = await read({ buckets: [bucket] });
    deepEqual([...(buckets[0]?.[0]?.data ?? [])], [...data]);
  });

  it('takes a batch with very many parts', async ({ write, read, clock }) => {
    const bucket = bucketAt('5m', clock.now());
    const parts = Array.from({ length: 500 }, (_, i) => ({
      bucket,
      series: `s${i}`,
      data: Buffer.alloc(200, i),
    }));
    await write({ parts });
    const { buckets } = await read({ buckets: [bucket] });
    equal(buckets[0]?.length, 500);
  });
}
