import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectRedis, type RedisConnection } from '@yychat/cache/redis';
import { startRedis, type RedisServer } from '@yychat/services';
import { systemClock } from '../ports/clock.js';
import type { EngineSelection } from '../ports/engine-state.js';
import { RedisEngineState } from './redis-engine-state.js';

/** One instance: what it knows is in force there. */
class Instance {
  readonly connection: RedisConnection;
  readonly state: RedisEngineState;
  readonly stop: () => void;
  selection: EngineSelection | undefined;

  constructor(
    server: RedisServer,
    readonly name: string,
    prefix = 'test',
  ) {
    this.connection = connectRedis({ url: server.url });
    this.state = new RedisEngineState({ redis: this.connection, clock: systemClock, instance: name, prefix });
    this.stop = this.state.subscribe((selection) => void this.adopt(selection));
  }

  adopt(selection: EngineSelection): Promise<void> {
    if (selection.epoch > (this.selection?.epoch ?? 0)) this.selection = selection;
    return this.state.acknowledge(this.selection ?? selection);
  }

  async switchTo(engine: string, by?: string): Promise<EngineSelection> {
    const selection = await this.state.compareAndSet(this.selection?.epoch ?? 0, {
      engine,
      ...(by && { by }),
    });
    await this.adopt(selection);
    return selection;
  }

  async close(): Promise<void> {
    this.stop();
    await sleep(20);
    await this.connection.close();
  }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await isSo()) return;
    await sleep(10);
  }
  throw new Error('It did not come to be so.');
}

let server: RedisServer;
let all: Instance[];
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

let made = 0;
beforeEach(async () => {
  const prefix = `test-${(made += 1)}`;
  all = ['a', 'b', 'c'].map((name) => new Instance(server, name, prefix));
  await until(() => all.every(({ connection }) => connection.state === 'up'));
});
afterEach(async () => {
  for (const instance of all) await instance.close();
});

const engines = () => all.map(({ selection }) => selection?.engine);
const isEverywhere = (engine: string) => () => engines().every((name) => name === engine);

describe('RedisEngineState', () => {
  it('has nothing selected at first', async () => {
    expect(await all[0]!.state.load()).toBeUndefined();
    expect(await all[0]!.state.history(10)).toEqual([]);
  });

  it('tells all instances of a selection, and hears that they have it', async () => {
    const { epoch } = await all[0]!.switchTo('one', 'ann');
    await until(isEverywhere('one'));
    await until(async () => (await all[2]!.state.instances()).length === 3);
    const instances = await all[1]!.state.instances();
    expect(instances.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
    expect(new Set(instances.map((instance) => instance.epoch))).toEqual(new Set([epoch]));
    expect(await all[2]!.state.load()).toMatchObject({ engine: 'one', by: 'ann', epoch });
  });

  it('lets one of those win who compare with the same epoch', async () => {
    const tried = await Promise.all(
      Array.from({ length: 60 }, (_, n) => all[n % 3]!.state.compareAndSet(0, { engine: `engine-${n}` })),
    );
    expect(new Set(tried.map(({ engine, epoch }) => `${engine} ${epoch}`)).size).toBe(1);
    expect(await all[0]!.state.history(100)).toHaveLength(1);
  });

  it('makes epochs that grow, and keeps who switched what and why', async () => {
    const epochs: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const instance = all[n % 3]!;
      const last = epochs.at(-1) ?? 0;
      const { epoch } = await instance.state.compareAndSet(last, {
        engine: `e${n % 2}`,
        reason: `"reason"\n${n}`,
        by: 'by',
      });
      expect(epoch).toBeGreaterThan(last);
      epochs.push(epoch);
    }
    const history = await all[0]!.state.history(3);
    expect(history.map(({ epoch }) => epoch)).toEqual(epochs.slice(-3).reverse());
    expect(history[0]).toMatchObject({ engine: 'e1', previous: 'e0', reason: '"reason"\n19', by: 'by' });
    expect(Math.abs(Date.now() - history[0]!.since)).toBeLessThan(60_000);
  });

  it('tells all instances of a roll-out, and brings it back with the rest', async () => {
    const rollout = { weights: { one: 90, two: 10.5 }, shadow: { engine: 'two', sample: 0.05 } };
    await all[0]!.adopt(await all[0]!.state.compareAndSet(0, { engine: 'one', rollout }));
    await until(() => all.every(({ selection }) => selection?.rollout !== undefined));
    expect(all[2]!.selection?.rollout).toEqual(rollout);
    await all[0]!.connection.run((client) => client.flushAll());
    await until(async () => (await all[1]!.state.load()) !== undefined);
    expect((await all[1]!.state.load())?.rollout).toEqual(rollout);
    expect((await all[1]!.state.history(1))[0]?.rollout).toEqual(rollout);
    const later = await all[1]!.switchTo('one');
    expect(later).not.toHaveProperty('rollout');
  });

  it('brings back what Redis has lost', async () => {
    const { epoch } = await all[0]!.switchTo('two');
    await until(isEverywhere('two'));
    await all[0]!.connection.run((client) => client.flushAll());
    await until(async () => (await all[1]!.state.load())?.engine === 'two');
    expect((await all[1]!.state.load())?.epoch).toBe(epoch);
    const later = await all[1]!.switchTo('one');
    expect(later.epoch).toBeGreaterThan(epoch);
    await until(isEverywhere('one'));
  });

  it('lets the newest selection win over an old one that Redis came back with', async () => {
    const { epoch } = await all[0]!.switchTo('one');
    await until(isEverywhere('one'));
    await all[2]!.state.acknowledge({ engine: 'two', epoch: epoch + 5, since: 0 });
    await until(() => all[0]!.selection?.engine === 'two' && all[1]!.selection?.engine === 'two');
    expect(all[0]!.selection?.epoch).toBe(epoch + 5);
  });

  it('forgets an instance that ends, and soon one that was killed', async () => {
    await all[0]!.switchTo('one');
    await until(async () => (await all[0]!.state.instances()).length === 3);
    all[1]!.stop();
    await until(async () => (await all[0]!.state.instances()).length === 2);
    await all[2]!.connection.close();
    await until(async () => (await all[0]!.state.instances()).length === 1);
  }, 15_000);
});

describe('while Redis is away', () => {
  it('keeps what each instance knows, refuses to switch, and converges when it is back', async () => {
    await all[0]!.switchTo('one');
    await until(isEverywhere('one'));
    server.freeze();
    await expect(all[0]!.switchTo('two')).rejects.toMatchObject({
      status: 503,
      code: 'engine_state_unavailable',
    });
    await expect(all[0]!.state.history(1)).rejects.toMatchObject({ status: 503 });
    expect(engines()).toEqual(['one', 'one', 'one']);
    server.thaw();
    await until(() => all.every(({ connection }) => connection.state === 'up'));
    // The frozen server may have carried out the switch that nobody waited for: either way all agree in the end.
    const inForce = await all[0]!.state.load();
    await until(isEverywhere(inForce!.engine));
    await server.restart();
    await until(() => all.every(({ connection }) => connection.state === 'up'));
    await until(async () => (await all[2]!.state.load())?.engine === inForce!.engine);
  }, 30_000);
});
