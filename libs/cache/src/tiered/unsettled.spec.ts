import { beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../clock.js';
import { TierUnavailableError } from '../errors.js';
import { silentLogger } from '../logger.js';
import type { NewEntry, RemoteTier } from './remote-tier.js';
import { TieredCache } from './tiered-cache.js';
import { Unsettled } from './unsettled.js';

/** A tier that is a map, and answers a write when it is told to. */
class SlowTier implements Partial<RemoteTier<unknown>> {
  readonly texts = new Map<string, string>();
  readonly answers: (() => void)[] = [];
  isDown = false;
  isSlow = false;
  returned: () => void = () => undefined;

  isAway = (): boolean => this.isDown;

  write(key: string, { json }: NewEntry): Promise<void> {
    if (this.isDown) return Promise.reject(new TierUnavailableError('down', 'down'));
    this.texts.set(key, json);
    return this.isSlow ? new Promise((answer) => this.answers.push(answer)) : Promise.resolve();
  }

  remove(keys: readonly string[]): Promise<void> {
    if (this.isDown) return Promise.reject(new TierUnavailableError('down', 'down'));
    for (const key of keys) this.texts.delete(key);
    return Promise.resolve();
  }

  listen({ returned }: { returned(): void }): () => void {
    this.returned = returned;
    return () => undefined;
  }
}

const soon = () => new Promise((resolve) => setImmediate(resolve));
let tier: SlowTier;
let cache: TieredCache<string>;

beforeEach(() => {
  tier = new SlowTier();
  cache = new TieredCache<string>(tier as unknown as RemoteTier<string>);
});

describe('a key that was changed while the tier behind was away', () => {
  beforeEach(async () => {
    await cache.set('key', 'old');
    tier.isDown = true;
    expect(await cache.set('key', 'newer')).toBe(false);
    tier.isDown = false;
  });

  it('is removed when that is back', async () => {
    tier.returned();
    await soon();
    expect(tier.texts.size).toBe(0);
  });

  it('keeps what is being written when that comes back', async () => {
    tier.isSlow = true;
    const isStored = cache.set('key', 'newest');
    tier.returned();
    await soon();
    tier.answers.forEach((answer) => answer());
    expect(await isStored).toBe(true);
    tier.returned();
    await soon();
    expect(tier.texts.get('key')).toBe('"newest"');
  });
});

it('removes, after all, what was held and not written', async () => {
  const unsettled = new Unsettled(tier as unknown as RemoteTier<unknown>, systemClock, silentLogger);
  tier.texts.set('key', 'old').set('other', 'old');
  unsettled.add('key');
  unsettled.add('other');
  unsettled.hold('key');
  await unsettled.settle();
  expect([...tier.texts.keys()]).toEqual(['key']);
  expect(unsettled.has('key')).toBe(true);
  unsettled.release('key');
  await unsettled.settle();
  expect(tier.texts.size).toBe(0);
  expect(unsettled.has('key')).toBe(false);
});
