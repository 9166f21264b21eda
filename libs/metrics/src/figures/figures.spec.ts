import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@yychat/engine-core';
import { setTimeout as wait } from 'node:timers/promises';
import { FigureRegistry } from './figure-registry.js';
import { ProcessFigures } from './process-figures.js';

const help = 'Test.';
const unexpected = (key: string, error: unknown) => {
  throw new Error(`${key} could not be read`, { cause: error });
};

describe('the figures that others hand in', () => {
  it('are taken once, counters and times as they happened, gauges as they are', () => {
    const registry = new FigureRegistry(unexpected);
    const hits = registry.counter({ name: 'cache_requests', help, labels: { tier: 'redis', result: 'hit' } });
    const latency = registry.timing({ name: 'redis_latency', help });
    let lag: number | null = 3;
    registry.gauge({ name: 'memory_lag', help }, () => lag);
    hits.add();
    hits.add(4);
    latency.record(0.5);
    const first = registry.take();
    expect(first.sum('cache_requests{result=hit,tier=redis}')).toBe(5);
    expect(first.sketches.get('redis_latency')?.sum).toBe(0.5);
    expect(first.sketches.get('memory_lag')?.max).toBe(3);
    lag = null;
    const second = registry.take();
    expect([...second.sums, ...second.sketches]).toEqual([['cache_requests{result=hit,tier=redis}', 0]]);
    const hit = registry.figures.get('cache_requests{result=hit,tier=redis}');
    expect(hit?.kind === 'counter' && hit.total()).toBe(5);
  });

  it('may be totals that others keep, also those that begin anew', () => {
    const registry = new FigureRegistry(unexpected);
    let total = 5;
    registry.total({ name: 'cache_fills', help }, () => total);
    const taken = () => registry.take().sum('cache_fills');
    expect(taken()).toBe(5);
    total = 7;
    expect([taken(), taken()]).toEqual([2, 0]);
    total = 1;
    expect(taken()).toBe(1);
  });

  it('have names, each its own', () => {
    const registry = new FigureRegistry(unexpected);
    registry.counter({ name: 'a', help });
    expect(() => registry.timing({ name: 'a', help })).toThrow('already');
    registry.counter({ name: 'a', help, labels: { tier: 'x' } });
    expect(() => registry.counter({ name: 'A b', help })).toThrow(RangeError);
    expect(() => registry.counter({ name: 'b', help, labels: { 'no label': 'x' } })).toThrow(RangeError);
    expect(() => registry.counter({ name: 'b', help, labels: { l: 'user input\n' } })).toThrow(RangeError);
  });

  it('have no value when they cannot be read, which is told once', () => {
    const said: string[] = [];
    const registry = new FigureRegistry((key) => said.push(key));
    const fail = () => {
      throw new Error('away');
    };
    registry.gauge({ name: 'lag', help }, fail);
    registry.total({ name: 'fills', help }, fail);
    registry.counter({ name: 'fine', help }).add();
    for (let i = 0; i < 3; i++) registry.take();
    expect(registry.gauges()).toEqual({ lag: null });
    expect(said).toEqual(['lag', 'fills']);
  });

  it('are not without end', () => {
    const registry = new FigureRegistry(unexpected);
    expect(() => {
      for (let i = 0; i < 1_000; i++) registry.counter({ name: `figure${i}`, help });
    }).toThrow('500 figures');
  });
});

describe('what a process measures of itself', () => {
  let figures: ProcessFigures | undefined;
  afterEach(() => figures?.stop());

  it('sees that the event loop was held up, whenever that was', async () => {
    const registry = new FigureRegistry(unexpected);
    figures = new ProcessFigures(systemClock, registry);
    figures.start();
    await wait(50);
    const begun = performance.now();
    while (performance.now() - begun < 120);
    registry.take();
    await wait(50);
    const delay = registry.take().sketches.get('event_loop_delay');
    expect(delay?.max).toBeGreaterThan(0.09);
    expect(delay?.min).toBeLessThan(0.05);
  });

  it('knows its memory, and its CPU from the second look on', () => {
    const registry = new FigureRegistry(unexpected);
    figures = new ProcessFigures(systemClock, registry);
    figures.look();
    expect(figures.usage.cpu).toBeNull();
    const begun = performance.now();
    while (performance.now() - begun < 20);
    figures.look();
    expect(figures.usage.cpu).toBeGreaterThan(0);
    expect(figures.usage.memory.rss).toBeGreaterThan(figures.usage.memory.heap_used);
    expect(registry.gauges()['process_memory']).toBe(figures.usage.memory.rss);
  });
});
