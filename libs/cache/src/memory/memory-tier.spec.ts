import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../clock.js';
import { CacheOptionError } from '../errors.js';
import type { CacheOptions } from '../tiered/cache-options.js';
import { MemoryCache } from './memory-cache.js';

/** A cache without jitter whose time stands still until it is put forward. */
function frozen(options: CacheOptions = {}) {
  const time = { now: 1_000_000 };
  const clock: Clock = {
    now: () => time.now,
    monotonic: () => time.now,
    after: () => ({ cancel: () => undefined }),
  };
  return { cache: new MemoryCache<unknown>({ clock, jitter: 0, ...options }), time };
}

const fail = (): never => {
  throw new Error('no luck');
};

describe('a cache in memory', () => {
  it('begins a lifetime anew when a key is set again', async () => {
    const { cache, time } = frozen({ ttl: 100 });
    await cache.set('a', 1);
    time.now += 60;
    await cache.set('a', 2);
    time.now += 60;
    expect(await cache.get('a')).toBe(2);
  });

  it('lets chance shorten lifetimes, by its share at most', async () => {
    const chance = { value: 0 };
    const { cache, time } = frozen({ ttl: 100, jitter: 0.4, random: () => chance.value });
    await cache.set('full', 1);
    chance.value = 0.5;
    await cache.set('short', 1);
    time.now += 79;
    expect(await cache.getMany(['full', 'short'])).toEqual([1, 1]);
    time.now += 1;
    expect(await cache.getMany(['full', 'short'])).toEqual([1, undefined]);
  });

  it('drops what was not used for longest when it has too many entries', async () => {
    const { cache } = frozen({ memory: { maxEntries: 2 } });
    await cache.set('a', 1);
    await cache.set('b', 2);
    await cache.get('a');
    await cache.set('c', 3);
    expect(await cache.getMany(['a', 'b', 'c'])).toEqual([1, undefined, 3]);
  });

  it('drops what was not used for longest when it has too many bytes', async () => {
    const { cache } = frozen({ memory: { maxBytes: 250 } });
    const text = 'x'.repeat(90);
    await cache.set('a', text);
    await cache.set('b', text);
    await cache.get('a');
    await cache.set('c', text);
    expect(await cache.getMany(['a', 'b', 'c'])).toEqual([text, undefined, text]);
    // It counts bytes, not characters: one of these takes three.
    expect(await cache.set('d', '€'.repeat(90))).toBe(false);
  });

  it('refuses what JSON does not carry', async () => {
    const { cache } = frozen();
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const refused = [undefined, () => 1, Symbol('s'), 1n, cycle, { toJSON: fail }];
    for (const value of refused) {
      await cache.set('a', 'old');
      expect(await cache.set('a', value)).toBe(false);
      expect(await cache.get('a')).toBeUndefined();
    }
    expect(await cache.getOrSet('a', () => cycle)).toBe(cycle);
    expect(await cache.has('a')).toBe(false);
  });

  it('lets an old value stand in for a factory that fails, and does not try that again at once', async () => {
    const { cache, time } = frozen({ ttl: 100, staleFor: 10_000 });
    await cache.set('a', 'old');
    time.now += 100;
    expect(await cache.get('a')).toBeUndefined();
    expect(await cache.getOrSet('a', fail)).toBe('old');
    expect(await cache.getOrSet('a', () => 'too early')).toBe('old');
    time.now += 1_000;
    expect(await cache.getOrSet('a', () => 'new')).toBe('new');
    time.now += 10_100;
    await expect(cache.getOrSet('a', fail)).rejects.toThrow('no luck');
    expect(cache.figures.stale).toBe(2);
  });

  it.each<CacheOptions>([
    { ttl: 0 },
    { ttl: NaN },
    { ttl: Infinity },
    { staleFor: -1 },
    { jitter: 1.1 },
    { maxValueBytes: 0 },
    { memory: { maxEntries: 0 } },
    { memory: { maxBytes: 1.5 } },
  ])('is not made with %j', (options) => {
    const name = Object.keys(options.memory ?? options)[0];
    expect(() => new MemoryCache(options)).toThrow(CacheOptionError);
    expect(() => new MemoryCache(options)).toThrow(name);
  });
});
