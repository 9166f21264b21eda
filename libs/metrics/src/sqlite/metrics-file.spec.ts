import { afterEach, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { silentLogger } from '@yychat/engine-core';
import { Metrics } from '../service/metrics.js';
import { KitClock } from '../testing/kit-clock.js';
import { runTurn } from '../testing/run-turn.js';
import { batchOf } from '../testing/store-bench.js';
import { bucketAt } from '../store/tiers.js';
import { SqliteMetricsStore } from './sqlite-metrics-store.js';

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yychat-metrics-'));
  folders.push(folder);
  return folder;
}
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

const clock = new KitClock();

describe("the embedded store's file", () => {
  it('has what was written when the process is killed', async () => {
    const [folder, copy] = [newFolder(), newFolder()];
    const store = new SqliteMetricsStore({ file: join(folder, 'metrics.db'), clock });
    const metrics = new Metrics({ store, clock, logger: silentLogger, instance: 'one' });
    for (let i = 0; i < 10; i++) runTurn(metrics, { total: 1 });
    await metrics.write();
    // What a killed process leaves: its files as they are, nothing closed.
    cpSync(folder, copy, { recursive: true });
    await store.close();
    const left = new SqliteMetricsStore({ file: join(copy, 'metrics.db'), clock });
    const next = new Metrics({ store: left, clock, logger: silentLogger, instance: 'two' });
    runTurn(next, { total: 1 });
    expect((await next.queries.statistics()).summary.total_requests).toBe(11);
    expect(await next.queries.turns.recent()).toHaveLength(11);
    await left.close();
  });

  it('can be read by its owner alone', async () => {
    const folder = join(newFolder(), 'data');
    const store = new SqliteMetricsStore({ file: join(folder, 'metrics.db'), clock });
    await store.write(batchOf({}));
    for (const file of readdirSync(folder))
      expect([file, statSync(join(folder, file)).mode & 0o077]).toEqual([file, 0]);
    expect(statSync(folder).mode & 0o077).toBe(0);
    await store.close();
  });

  it('is refused, and left alone, when it is none of a metrics store', () => {
    const folder = newFolder();
    const [text, foreign, newer] = ['text', 'foreign.db', 'newer.db'].map((name) => join(folder, name));
    writeFileSync(text!, 'This is no database. '.repeat(100));
    const database = new DatabaseSync(foreign!);
    database.exec('CREATE TABLE precious (a)');
    database.close();
    void new SqliteMetricsStore({ file: newer!, clock }).close();
    const later = new DatabaseSync(newer!);
    later.exec('PRAGMA user_version = 99');
    later.close();
    for (const file of [text!, foreign!, newer!]) {
      const before = readFileSync(file);
      const refused = expect.objectContaining({ code: 'metrics_file_unusable' });
      expect(() => new SqliteMetricsStore({ file, clock })).toThrow(refused);
      expect(readFileSync(file).equals(before)).toBe(true);
    }
  });

  it('keeps fine buckets for a quarter of an hour, and coarse ones as long as it was told', async () => {
    const limits = { retention: 3_600_000 };
    const store = new SqliteMetricsStore({ file: ':memory:', clock, limits });
    const [fine, coarse] = [bucketAt('10s', clock.now()), bucketAt('5m', clock.now())];
    const data = Buffer.of(1);
    await store.write(batchOf({ parts: [fine, coarse].map((bucket) => ({ bucket, series: 's', data })) }));
    const kept = async (sequence: number) => {
      await store.write(batchOf({ sequence }));
      const request = { turnsAfter: 0, eventsAfter: 0, lateAfter: 0 };
      const { buckets } = await store.read({ buckets: [fine, coarse], ...request });
      return buckets.map((parts) => parts.length);
    };
    clock.advance(14 * 60_000);
    expect(await kept(2)).toEqual([1, 1]);
    clock.advance(2 * 60_000);
    expect(await kept(3)).toEqual([0, 1]);
    clock.advance(3_600_000);
    expect(await kept(4)).toEqual([0, 0]);
    await store.close();
  });

  it('keeps nothing of a batch that fails in the middle', async () => {
    const store = new SqliteMetricsStore({ file: ':memory:', clock });
    const part = { bucket: bucketAt('5m', clock.now()), series: 's', data: Buffer.of(1) };
    const broken = { ...part, data: 'no bytes' as unknown as Uint8Array, series: null as unknown as string };
    await expect(store.write(batchOf({ parts: [part, broken] }))).rejects.toMatchObject({
      code: 'metrics_store_unavailable',
    });
    const request = { turnsAfter: 0, eventsAfter: 0, lateAfter: 0 };
    expect((await store.read({ buckets: [part.bucket], ...request })).buckets).toEqual([[]]);
    expect(await store.write(batchOf({ parts: [part] }))).toBe(0);
    await store.close();
  });
});
