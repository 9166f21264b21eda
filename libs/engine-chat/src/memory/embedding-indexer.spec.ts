import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HOME, KEY, MemoryBench, MODEL, never } from './fixtures/memory-bench.js';
import { eventually } from './fixtures/eventually.js';

let bench: MemoryBench;
beforeEach(async () => (bench = await MemoryBench.start()));
afterEach(() => bench.close());

const numbered = (count: number, more = '') =>
  Array.from({ length: count }, (_, index) => `message ${index}${more}`);
const embedded = async () => {
  const [values] = await bench.embedder().embed(['message'], never());
  const near = await bench.store.nearest(HOME, { model: MODEL, values: values! }, 10_000, never());
  return near.map(({ position }) => position).sort((a, b) => a - b);
};

describe('messages', () => {
  it('are embedded soon after they were said, those said at a time together', async () => {
    const created = bench.create();
    await bench.waits(30_000);
    await bench.say(created.log, 'one', 'two');
    await bench.say(created.log, 'three');
    bench.clock.advance(49);
    await bench.waits(1);
    expect(bench.asked).toEqual([]);
    bench.clock.advance(1);
    await bench.caughtUp(created);
    expect(bench.asked).toEqual([['one', 'two', 'three']]);
    expect(await embedded()).toEqual([0, 1, 2]);
  });

  it('that other instances wrote are found within half a minute', async () => {
    const created = bench.create();
    await bench.waits(30_000);
    await bench.say(bench.store, 'from elsewhere');
    bench.clock.advance(30_000);
    await bench.caughtUp(created);
    expect(bench.asked).toEqual([['from elsewhere']]);
  });

  it('that were not embedded before a restart are afterwards, and no others', async () => {
    const first = bench.create();
    await bench.say(first.log, 'one');
    await bench.caughtUp(first);
    await bench.say(first.log, 'two');
    await first.close();
    await bench.say(bench.store, 'three');
    await bench.caughtUp(bench.create());
    expect(bench.asked).toEqual([['one'], ['two', 'three']]);
  });

  it('are sent in batches, one at a time', async () => {
    bench.rule({ latency: 20 });
    await bench.say(bench.store, ...numbered(150));
    await bench.caughtUp(bench.create());
    expect(bench.asked.map(({ length }) => length)).toEqual([64, 64, 22]);
    expect(bench.asked.flat()).toEqual(numbered(150));
    const { requests } = bench.simulator;
    for (const [index, { receivedAt }] of requests.slice(1).entries())
      expect(receivedAt).toBeGreaterThanOrEqual(requests[index]!.closedAt!);
  });

  it('that are long are sent in smaller batches', async () => {
    const long = numbered(4, 'x'.repeat(40_000));
    await bench.say(bench.store, ...long, 'y'.repeat(200_000), 'short');
    await bench.caughtUp(bench.create());
    expect(bench.asked.map(({ length }) => length)).toEqual([2, 2, 1, 1]);
    expect(await embedded()).toHaveLength(6);
  });

  it('that are blank are not sent', async () => {
    await bench.say(bench.store, ' \n', 'said', ' ');
    await bench.caughtUp(bench.create());
    expect(bench.asked).toEqual([['said']]);
    expect(await embedded()).toEqual([1]);
  });

  it('are embedded by one instance of several', async () => {
    await bench.say(bench.store, ...numbered(100));
    const [one, two] = [bench.create(), bench.create()];
    await eventually(() => expect(bench.clock.waits).toEqual([30_000, 30_000]));
    expect(bench.asked.flat().sort()).toEqual(numbered(100).sort());
    await Promise.all([one.close(), two.close()]);
  });

  it('that are deleted while they are embedded stay so', async () => {
    bench.rule({ latency: 50 });
    await bench.say(bench.store, 'forget this');
    const created = bench.create();
    await bench.simulator.waitFor(({ requests }) => requests.length === 1);
    await bench.store.delete(HOME, never());
    await bench.caughtUp(created);
    expect(await embedded()).toEqual([]);
    expect((await bench.store.pending(MODEL, { limit: 1, instance: 'i', lease: 0 }, never())).behind).toBe(0);
  });
});

describe('a failure', () => {
  it('is tried again with more and more patience, and nothing is skipped', async () => {
    const heal = bench.rule({ error: { status: 500 } });
    await bench.say(bench.store, 'one', 'two');
    const created = bench.create();
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) {
      await bench.waits(seconds * 1_000);
      bench.clock.advance(seconds * 1_000);
    }
    await bench.waits(300_000);
    expect(created.memory.info()).toMatchObject({
      method: 'lexical',
      embeddings: { status: 'failing', behind: 2, lastError: expect.stringContaining('500') },
    });
    heal();
    bench.clock.advance(300_000);
    await bench.caughtUp(created);
    expect(bench.asked).toEqual(Array.from({ length: 13 }, () => ['one', 'two']));
    expect(await embedded()).toEqual([0, 1]);
    expect(created.memory.info()).toEqual({
      method: 'lexical + embeddings',
      embeddings: { model: MODEL, status: 'ready', behind: 0 },
    });
    expect(bench.logger.of('warn', 'info')).toEqual([
      expect.stringContaining('embedding failed'),
      expect.stringContaining('available again'),
    ]);
  });

  it('is not tried again sooner because something is said', async () => {
    bench.rule({ error: { status: 500 } });
    const created = bench.create();
    await bench.say(created.log, 'one');
    await bench.waits(50);
    bench.clock.advance(50);
    await bench.waits(1_000);
    await bench.say(created.log, 'two');
    expect(bench.clock.waits).toEqual([1_000]);
    expect(bench.asked).toHaveLength(1);
  });

  it('is tried again when the upstream says, if that is later', async () => {
    bench.rule({ error: { status: 429, headers: { 'retry-after': '20' } } });
    await bench.say(bench.store, 'one');
    bench.create();
    await bench.waits(20_000);
  });

  it('of the store is tried again, too', async () => {
    await bench.say(bench.store, 'one');
    const pending = bench.store.pending.bind(bench.store);
    bench.store.pending = () => Promise.reject(new Error('disk full'));
    const created = bench.create();
    await bench.waits(1_000);
    bench.clock.advance(1_000);
    await bench.waits(2_000);
    expect(created.memory.info()).toMatchObject({
      embeddings: { lastError: 'The store of embeddings fails.' },
    });
    expect(bench.logger.of('warn')).toEqual([expect.stringContaining('disk full')]);
    bench.store.pending = pending;
    bench.clock.advance(2_000);
    await bench.caughtUp(created);
    expect(created.memory.info()).not.toHaveProperty('embeddings.lastError');
  });

  it('tells nothing of what was said, nor the key', async () => {
    bench.rule({ error: { status: 500, message: `my diary, ${KEY}` } });
    await bench.say(bench.store, 'my diary');
    const created = bench.create();
    await bench.waits(1_000);
    expect(bench.logger.lines).toHaveLength(1);
    expect(bench.logger.lines.join() + JSON.stringify(created.memory.info())).not.toMatch(/diary|sk-secret/);
  });
});

describe('an upstream', () => {
  it.each([
    ['route', { status: 404 }],
    ['method', { status: 405 }],
    ['operation', { status: 501 }],
    ['model', { status: 400, param: 'model' }],
    ['right to use the model', { status: 403, code: 'model_not_found' }],
  ])('without the %s is asked again after ten minutes, and not before', async (_, error) => {
    const heal = bench.rule({ error });
    await bench.say(bench.store, 'one');
    const created = bench.create();
    await bench.waits(600_000);
    expect(created.memory.info()).toMatchObject({ method: 'lexical', embeddings: { status: 'unavailable' } });
    await bench.say(created.log, 'two');
    bench.clock.advance(599_999);
    await bench.waits(1);
    expect(bench.asked).toHaveLength(1);
    heal();
    bench.clock.advance(1);
    await bench.caughtUp(created);
    expect(await embedded()).toEqual([0, 1]);
  });

  it('that refuses a message is sent all others, each once kept', async () => {
    const isBad = (text: string) => text === 'message 7';
    bench.rule({ error: { status: 400, message: 'message 7 is bad' } }, (texts) => texts.some(isBad));
    await bench.say(bench.store, ...numbered(20));
    const created = bench.create();
    await bench.caughtUp(created);
    const taken = bench.asked.filter((texts) => !texts.some(isBad)).flat();
    expect(taken.filter((text) => text.startsWith('message'))).toEqual(numbered(20).filter((t) => !isBad(t)));
    expect(await embedded()).toEqual([...Array(20).keys()].filter((position) => position !== 7));
    expect(bench.logger.of('warn')).toEqual([expect.stringMatching(/refuses a message.*sequence: 8/s)]);
    expect(bench.logger.lines.join()).not.toContain('message 7');
  });

  it('that refuses all is not taken to refuse each message', async () => {
    const heal = bench.rule({ error: { status: 400 } });
    await bench.say(bench.store, 'one', 'two', 'three');
    const created = bench.create();
    await bench.waits(600_000);
    expect(created.memory.info()).toMatchObject({
      embeddings: { status: 'unavailable', lastError: 'The upstream refuses to embed any text.' },
    });
    heal();
    bench.clock.advance(600_000);
    await bench.caughtUp(created);
    expect(await embedded()).toEqual([0, 1, 2]);
  });
});

describe('closing', () => {
  it('ends the request that is under way, and leaves its messages to the next', async () => {
    const heal = bench.rule({ silence: 'headers' });
    await bench.say(bench.store, 'one');
    const first = bench.create();
    await bench.simulator.waitFor(({ requests }) => requests.length === 1);
    await first.close();
    await bench.simulator.waitFor(({ stats }) => stats().aborted === 1);
    expect(bench.clock.pending).toBe(0);
    expect(bench.logger.lines).toEqual([]);
    heal();
    await bench.caughtUp(bench.create());
    expect(await embedded()).toEqual([0]);
  });

  it.each([
    ['at once', () => Promise.resolve()],
    ['while it waits', () => bench.waits(30_000)],
  ])('%s leaves nothing', async (_, until) => {
    const created = bench.create();
    await until();
    await Promise.all([created.close(), created.close()]);
    await bench.say(created.log, 'one');
    expect(bench.clock.pending).toBe(0);
    bench.clock.advance(600_000);
    expect(bench.asked).toEqual([]);
  });

  it('comes to an end when the store does not answer', async () => {
    const created = bench.create();
    await bench.waits(30_000);
    bench.store.pending = (_model, _options, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    const closed = created.close();
    await bench.waits(1_000);
    bench.clock.advance(1_000);
    await closed;
  });
});
