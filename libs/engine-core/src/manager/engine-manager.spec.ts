import { beforeEach, describe, expect, it } from '@jest/globals';
import { SPECIFICATION_VERSION, type ChatEngine } from '../engine.js';
import type { HealthStatus } from '../health.js';
import type { EngineInstance, EngineSelection, EngineState } from '../ports/engine-state.js';
import { ManualClock } from '../tools/fixtures/manual-clock.js';
import { EngineManager } from './engine-manager.js';
import { LocalEngineState } from './local-engine-state.js';

function engineOf(name: string, status: HealthStatus = 'up'): ChatEngine {
  return {
    specificationVersion: SPECIFICATION_VERSION,
    name,
    // eslint-disable-next-line require-yield -- it has nothing to say
    async *generateResponse() {
      await Promise.resolve();
    },
    getEngineInfo: () =>
      Promise.resolve({ name, version: '1.0.0', description: name, features: [], details: {} }),
    healthCheck: () => Promise.resolve({ status, dependencies: [] }),
  };
}

/** State that others change as well. */
class SharedState implements EngineState {
  readonly #listeners = new Set<(selection: EngineSelection) => void>();
  /** Other instances, and the epoch that each has acknowledged. */
  readonly others = new Map<string, number>();
  asked = 0;

  constructor(private readonly inner: LocalEngineState) {}

  load = () => this.inner.load();
  compareAndSet: EngineState['compareAndSet'] = (epoch, next) => this.inner.compareAndSet(epoch, next);
  acknowledge = (selection: EngineSelection) => this.inner.acknowledge(selection);
  history = (limit: number) => this.inner.history(limit);

  async instances(): Promise<readonly EngineInstance[]> {
    this.asked += 1;
    return [...(await this.inner.instances()), ...[...this.others].map(([id, epoch]) => ({ id, epoch }))];
  }

  subscribe(listener: (selection: EngineSelection) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  tell(selection: EngineSelection): void {
    for (const listener of this.#listeners) listener(selection);
  }
}

let state: SharedState;
let manager: EngineManager;
let clock: ManualClock;

function managerOf(...engines: readonly ChatEngine[]): EngineManager {
  const made = new EngineManager(state, { clock });
  for (const engine of engines) made.register(engine);
  return made;
}

beforeEach(async () => {
  clock = new ManualClock();
  state = new SharedState(await LocalEngineState.open({ clock }));
  manager = managerOf(
    engineOf('one'),
    engineOf('two'),
    engineOf('sick', 'down'),
    engineOf('slow', 'degraded'),
  );
  await manager.start('one');
});

async function pass(milliseconds: number): Promise<void> {
  await new Promise(setImmediate);
  clock.advance(milliseconds);
}

function during<T>(result: Promise<T>): { readonly result: Promise<T>; isOver: boolean } {
  const seen = { result, isOver: false };
  void result.finally(() => (seen.isOver = true));
  return seen;
}

describe('starting', () => {
  it('puts the initial engine in force when there was none', () => {
    expect(manager.current()).toMatchObject({ engine: 'one', epoch: 1 });
  });

  it('takes up the engine that is in force', async () => {
    await manager.switch('two');
    const later = managerOf(engineOf('one'), engineOf('two'));
    await later.start('one');
    expect(later.current()).toMatchObject({ engine: 'two', epoch: 2 });
  });

  it('uses the initial engine where the state cannot be reached, until it can', async () => {
    const { epoch } = manager.current();
    state.load = () => Promise.reject(new Error('Redis is away.'));
    const later = managerOf(engineOf('one'), engineOf('two'));
    await later.start('two');
    expect(later.current()).toMatchObject({ engine: 'two', epoch: 0 });
    state.tell({ engine: 'one', epoch, since: 0 });
    expect(later.current()).toMatchObject({ engine: 'one', epoch });
  });

  it('refuses an initial engine that there is not', async () => {
    await expect(managerOf().start('one')).rejects.toMatchObject({ status: 404, code: 'engine_not_found' });
  });

  it('has to be done before anything else', () => {
    expect(() => managerOf(engineOf('one')).current()).toThrow(/not started/);
    expect(() => managerOf(engineOf('one')).acquire()).toThrow(/not started/);
  });

  it('registers a name once', () => {
    expect(() => manager.register(engineOf('one'))).toThrow(/registered already/);
  });
});

describe('switching', () => {
  it('changes the engine of turns that begin from now on, in a new epoch', async () => {
    const before = manager.acquire();
    const result = await manager.switch('two', { reason: 'test' });
    expect(result).toMatchObject({ oldEngine: 'one', newEngine: 'two', epoch: 2, health: { status: 'up' } });
    const after = manager.acquire();
    expect([before.engine.name, before.epoch]).toEqual(['one', 1]);
    expect([after.engine.name, after.epoch]).toEqual(['two', 2]);
    expect(manager.current()).toMatchObject({ engine: 'two', epoch: 2, reason: 'test' });
  });

  it('is answered once every live instance has acknowledged it', async () => {
    state.others.set('b', 1);
    const switching = during(manager.switch('two'));
    while (state.asked < 3) await pass(50);
    expect(switching.isOver).toBe(false);
    state.others.set('b', 2);
    while (!switching.isOver) await pass(50);
    expect((await switching.result).instances).toEqual([
      { id: 'local', acknowledged: true },
      { id: 'b', acknowledged: true },
    ]);
  });

  it('names the instances that are late', async () => {
    state.others.set('b', 1);
    const switching = during(manager.switch('two'));
    while (!switching.isOver) await pass(100);
    expect((await switching.result).instances).toContainEqual({ id: 'b', acknowledged: false });
    expect(manager.current().engine).toBe('two');
  });

  it('is in the history, with who and why', async () => {
    await manager.switch('two', { by: 'ann', reason: 'test' });
    expect(await manager.history(10)).toMatchObject([
      { engine: 'two', epoch: 2, previous: 'one', by: 'ann', reason: 'test' },
      { engine: 'one', epoch: 1, reason: 'first start' },
    ]);
    expect(await manager.history(1)).toHaveLength(1);
  });

  it('to the engine in force changes nothing', async () => {
    expect(await manager.switch('one')).toMatchObject({ oldEngine: 'one', newEngine: 'one', epoch: 1 });
  });

  it('to an engine that there is not is 404, and changes nothing', async () => {
    await expect(manager.switch('three')).rejects.toMatchObject({ status: 404, param: 'engine_name' });
    expect(manager.current().epoch).toBe(1);
  });

  it('to an engine that is down is 409, unless it is forced', async () => {
    await expect(manager.switch('sick')).rejects.toMatchObject({ status: 409, code: 'engine_unhealthy' });
    expect(manager.current()).toMatchObject({ engine: 'one', epoch: 1 });
    expect(await manager.switch('sick', { force: true })).toMatchObject({
      newEngine: 'sick',
      health: { status: 'down' },
    });
  });

  it('to an engine that is degraded needs no force', async () => {
    expect(await manager.switch('slow')).toMatchObject({ newEngine: 'slow', health: { status: 'degraded' } });
  });

  it('to an engine whose health check throws is 409 as well', async () => {
    const broken = { ...engineOf('broken'), healthCheck: () => Promise.reject(new Error('No.')) };
    manager.register(broken);
    await expect(manager.switch('broken')).rejects.toMatchObject({ status: 409, code: 'engine_unhealthy' });
  });

  it('is lost to a switch that came first, and tells which', async () => {
    const settled = await Promise.allSettled([manager.switch('two'), manager.switch('slow')]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(settled[1]).toMatchObject({ reason: { status: 409, code: 'switch_conflict', message: /two/ } });
    expect(manager.current()).toMatchObject({ engine: 'two', epoch: 2 });
  });

  it('is lost to one made elsewhere, which is then in force here', async () => {
    await state.compareAndSet(1, { engine: 'two' });
    await expect(manager.switch('slow')).rejects.toMatchObject({ code: 'switch_conflict' });
    expect(manager.current()).toMatchObject({ engine: 'two', epoch: 2 });
  });
});

describe('a switch made elsewhere', () => {
  const selection = (engine: string, epoch: number): EngineSelection => ({ engine, epoch, since: 0 });

  it('is in force here once it is heard of, and tells those who listen', () => {
    const heard: string[] = [];
    const stop = manager.onSwitch(({ engine }) => heard.push(engine));
    state.tell(selection('two', 2));
    expect(manager.acquire()).toMatchObject({ engine: { name: 'two' }, epoch: 2 });
    stop();
    state.tell(selection('slow', 3));
    expect(heard).toEqual(['two']);
  });

  it('counts only when its epoch is larger', () => {
    state.tell(selection('two', 5));
    state.tell(selection('one', 4));
    state.tell(selection('one', 5));
    expect(manager.current()).toMatchObject({ engine: 'two', epoch: 5 });
  });

  it('is not heard of after the end', () => {
    manager.stop();
    expect(state.listeners).toBe(0);
  });
});

describe('a lease', () => {
  it('keeps its engine over a switch', async () => {
    const lease = manager.acquire();
    await manager.switch('two');
    expect([lease.engine.name, lease.epoch]).toEqual(['one', 1]);
    expect([manager.inFlight('one'), manager.inFlight('two')]).toEqual([1, 0]);
  });

  it('can be of another engine than the one in force, for one turn', () => {
    expect(manager.acquire('two').engine.name).toBe('two');
    expect(manager.current().engine).toBe('one');
  });

  it('of an engine that there is not is refused by the field of the request', () => {
    expect(() => manager.acquire('three')).toThrow(expect.objectContaining({ status: 404, param: 'engine' }));
  });

  it('is given back once, however often', () => {
    const [first, second] = [manager.acquire(), manager.acquire()];
    first.release();
    first.release();
    expect(manager.inFlight('one')).toBe(1);
    second.release();
    expect(manager.inFlight('one')).toBe(0);
  });

  it('holds its engine up until the last is given back', async () => {
    const leases = [manager.acquire(), manager.acquire()];
    const done: string[] = [];
    const drains = [
      manager.drained('one').then(() => done.push('a')),
      manager.drained('one').then(() => done.push('b')),
    ];
    leases[0]?.release();
    await Promise.resolve();
    expect(done).toEqual([]);
    leases[1]?.release();
    await Promise.all(drains);
    expect(done).toEqual(['a', 'b']);
  });

  it('holds up no other engine', async () => {
    manager.acquire();
    await expect(manager.drained('two')).resolves.toBeUndefined();
  });
});

describe('engines', () => {
  it('are listed with the one in force marked', async () => {
    const listed = await manager.list();
    expect(listed.map(({ name, isCurrent }) => [name, isCurrent])).toEqual([
      ['one', true],
      ['two', false],
      ['sick', false],
      ['slow', false],
    ]);
  });

  it('tell their health, each its own, though one throws', async () => {
    const broken = { ...engineOf('broken'), healthCheck: () => Promise.reject(new Error('password')) };
    manager.register(broken);
    const health = await manager.health();
    expect(Object.entries(health).map(([name, { status }]) => [name, status])).toEqual([
      ['one', 'up'],
      ['two', 'up'],
      ['sick', 'down'],
      ['slow', 'degraded'],
      ['broken', 'down'],
    ]);
    expect(JSON.stringify(health)).not.toContain('password');
  });

  it('are down when they do not answer in time', async () => {
    const silent = { ...engineOf('silent'), healthCheck: () => new Promise<never>(() => undefined) };
    manager.register(silent);
    expect((await manager.health())['silent']).toMatchObject({
      status: 'down',
      dependencies: [{ reason: expect.stringContaining('too long'), code: 'check_timeout' }],
    });
  }, 15_000);
});
