import { beforeEach, describe, expect, it } from '@jest/globals';
import { SPECIFICATION_VERSION, type ChatEngine } from '../engine.js';
import type { HealthStatus } from '../health.js';
import { systemClock } from '../ports/clock.js';
import { EngineManager } from './engine-manager.js';
import { LocalEngineState } from './local-engine-state.js';
import { engineByWeight } from './rollout.js';

const keys = Array.from({ length: 20_000 }, (_, i) => `tenant conversation-${i}`);
const share = (weights: Record<string, number>, engine: string): number =>
  keys.filter((key) => engineByWeight(weights, key) === engine).length / keys.length;

describe('weights', () => {
  it('are the shares of the conversations', () => {
    expect(share({ a: 90, b: 10 }, 'b')).toBeCloseTo(0.1, 1);
    expect(share({ a: 1, b: 1, c: 2 }, 'c')).toBeCloseTo(0.5, 1);
    expect(share({ a: 0, b: 0.2 }, 'b')).toBe(1);
    expect(share({ b: 0.1, a: 0.2, c: 0 }, 'c')).toBe(0);
  });

  it('give a conversation the same engine each time, in whatever order they come', () => {
    for (const key of keys.slice(0, 100))
      expect(engineByWeight({ a: 30, b: 70 }, key)).toBe(engineByWeight({ b: 70, a: 30 }, key));
  });

  it('move only those conversations that have to when they change', () => {
    const moved = keys.filter(
      (key) => engineByWeight({ a: 90, b: 10 }, key) !== engineByWeight({ a: 80, b: 20 }, key),
    );
    expect(moved.length / keys.length).toBeCloseTo(0.1, 1);
  });
});

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

let manager: EngineManager;
let state: LocalEngineState;
beforeEach(async () => {
  state = await LocalEngineState.open({ clock: systemClock });
  manager = new EngineManager(state);
  for (const engine of [engineOf('one'), engineOf('two'), engineOf('sick', 'down')]) manager.register(engine);
  await manager.start('one');
});

const used = () => new Set(keys.slice(0, 200).map((key) => manager.acquire(undefined, key).engine.name));

describe('a roll-out', () => {
  it('spreads conversations over engines in an epoch of its own, until the next switch', async () => {
    const told: (number | undefined)[] = [];
    manager.onSwitch(({ rollout }) => told.push(rollout?.weights?.['two']));
    const { epoch, newEngine } = await manager.setRollout({ weights: { one: 50, two: 50 } }, { by: 'ann' });
    expect([epoch, newEngine]).toEqual([2, 'one']);
    expect(used()).toEqual(new Set(['one', 'two']));
    expect(manager.acquire('one', 'any').engine.name).toBe('one');
    await manager.switch('two');
    expect(manager.current()).not.toHaveProperty('rollout');
    expect(used()).toEqual(new Set(['two']));
    expect(told).toEqual([50, undefined]);
  });

  it('is ended by one that says nothing, and by a switch to the engine in force', async () => {
    await manager.setRollout({ weights: { two: 1 } });
    expect(used()).toEqual(new Set(['two']));
    await manager.setRollout({});
    expect(used()).toEqual(new Set(['one']));
    await manager.setRollout({ weights: { two: 1 } });
    await manager.switch('one');
    expect(used()).toEqual(new Set(['one']));
  });

  it('says which engines are in use', async () => {
    const inUse = () => ['one', 'two'].filter((name) => manager.isInUse(name));
    expect(inUse()).toEqual(['one']);
    await manager.setRollout({ weights: { one: 0, two: 3 } });
    expect(inUse()).toEqual(['two']);
    await manager.setRollout({ shadow: { engine: 'two', sample: 0.1 } });
    expect(inUse()).toEqual(['one', 'two']);
  });

  it('is refused for engines that there are not, or that are down', async () => {
    await expect(manager.setRollout({ weights: { one: 1, three: 0 } })).rejects.toMatchObject({
      status: 404,
      param: 'weights',
    });
    await expect(manager.setRollout({ shadow: { engine: 'three', sample: 1 } })).rejects.toMatchObject({
      status: 404,
      param: 'shadow.engine',
    });
    await expect(manager.setRollout({ weights: { sick: 1 } })).rejects.toMatchObject({ status: 409 });
    await manager.setRollout({ weights: { one: 1, sick: 0 } });
    await manager.setRollout({ weights: { sick: 1 } }, { force: true });
    expect(used()).toEqual(new Set(['sick']));
  });

  it('is left to the engine in force where an instance does not have the other', async () => {
    await manager.setRollout({ weights: { two: 1 } });
    const older = new EngineManager(state);
    older.register(engineOf('one'));
    await older.start('one');
    expect(older.acquire(undefined, 'any').engine.name).toBe('one');
  });
});
