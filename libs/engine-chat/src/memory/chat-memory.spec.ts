import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from './fixtures/eventually.js';
import { HOME, KEY, MemoryBench, never } from './fixtures/memory-bench.js';

/** Shares no word with the question, but most of its letters, which the simulator's embeddings go by. */
const FACT = 'My neighbour is a biochemist.';
const QUESTION = 'biochemistry?';

let bench: MemoryBench;
beforeEach(async () => (bench = await MemoryBench.start()));
afterEach(() => bench.close());

/** A memory that has embedded what was said. */
async function informed(...said: readonly string[]) {
  await bench.say(bench.store, ...said);
  const created = bench.create();
  await bench.caughtUp(created);
  return created;
}

describe('recall', () => {
  it('goes by words without an embedding model, and info says so', async () => {
    const { memory, log } = bench.create({ embedder: undefined });
    await bench.say(log, FACT, 'My dog is called Rex.');
    expect(await bench.recall(memory, 'What is my dog called?')).toContain('My dog is called Rex.');
    expect(await bench.recall(memory, QUESTION)).toEqual([]);
    expect(memory.info()).toEqual({
      method: 'lexical',
      embeddings: { status: 'off', reason: 'No embedding model is set.' },
    });
    expect(bench.asked).toEqual([]);
  });

  it('goes by words over a store that keeps no embeddings, and info says why', async () => {
    Object.defineProperty(bench.store, 'embeddingsMissing', { value: 'It has no vectors.' });
    const { memory, log } = bench.create();
    await bench.say(log, 'My dog is called Rex.');
    expect(await bench.recall(memory, 'dog?')).toHaveLength(1);
    expect(memory.info()).toMatchObject({ embeddings: { status: 'off', reason: 'It has no vectors.' } });
    expect([bench.asked, bench.clock.pending]).toEqual([[], 0]);
  });

  it('goes by words with an upstream that has no embeddings', async () => {
    bench.rule({ error: { status: 404 } });
    const { memory, log } = bench.create();
    await bench.say(log, 'My dog is called Rex.');
    expect(await bench.recall(memory, 'dog?')).toEqual(['My dog is called Rex.']);
    expect(await bench.recall(memory, 'Rex?')).toEqual(['My dog is called Rex.']);
    expect(memory.info()).toMatchObject({ method: 'lexical', embeddings: { status: 'unavailable' } });
    expect(bench.asked).toEqual([['dog?']]);
  });

  it('goes by meaning, too', async () => {
    const { memory } = await informed(FACT, 'My dog is called Rex.');
    expect((await bench.recall(memory, QUESTION))[0]).toBe(FACT);
    expect(memory.info()).toMatchObject({ method: 'lexical + embeddings' });
  });

  it('tells who said it, when and where, and what was said beside it', async () => {
    const { memory, log } = bench.create({ embedder: undefined });
    const time = bench.clock.now();
    await bench.say(log, 'Where are you at home?', 'I live in an old lighthouse by the sea.');
    const { memories } = await memory.recall({ ...HOME, text: 'lighthouse', limit: 2, present: [] }, never());
    expect(memories).toContainEqual({
      ...{ text: 'I live in an old lighthouse by the sea.', role: 'user', time, score: expect.any(Number) },
      before: { role: 'user', text: 'Where are you at home?' },
      conversationId: HOME.conversationId,
    });
  });

  it('leaves out what is in the prompt already', async () => {
    const { memory } = await informed('My dog is called Rex.', 'Another dog is called Max.');
    const present = ['my DOG is called Rex'];
    expect(await bench.recall(memory, 'Which dog?', { present })).toEqual(['Another dog is called Max.']);
  });

  it.each(['', ' \n', '?!', '…', '👍'])('of %j finds nothing, and asks nothing', async (text) => {
    const { memory } = await informed(FACT);
    expect(await bench.recall(memory, text)).toEqual([]);
    expect(bench.asked).toHaveLength(1);
  });

  it('rejects where the store does', async () => {
    const { memory } = await informed(FACT);
    await bench.store.close();
    await expect(bench.recall(memory, QUESTION)).rejects.toMatchObject({ code: 'conversation_log_closed' });
  });

  it('rejects when its signal aborts, without waiting for the embedding', async () => {
    const { memory } = await informed(FACT);
    bench.rule({ silence: 'headers' });
    const stop = new AbortController();
    const recalled = memory.recall({ ...HOME, text: QUESTION, limit: 1, present: [] }, stop.signal);
    await bench.simulator.waitFor(({ requests }) => requests.length === 2);
    stop.abort(new Error('too late'));
    await expect(recalled).rejects.toThrow('too late');
    expect(bench.clock.waits).toEqual([30_000]);
    expect(bench.simulator.requests.at(-1)?.closedAt).toBeUndefined();
  });
});

describe("a question's embedding", () => {
  it('is not waited for longer than it should', async () => {
    const { memory } = await informed('My dog is called Rex.');
    bench.rule({ silence: 'headers' });
    const recalled = bench.recall(memory, 'dog?');
    await bench.waits(250, 30_000);
    bench.clock.advance(250);
    expect(await recalled).toEqual(['My dog is called Rex.']);
  });

  it('that comes late is kept for the next time', async () => {
    const { memory } = await informed(FACT);
    bench.rule({ latency: 100 });
    const recalled = bench.recall(memory, QUESTION);
    await bench.waits(250, 30_000);
    bench.clock.advance(250);
    expect(await recalled).toEqual([]);
    await bench.simulator.waitFor(({ requests }) => requests[1]?.closedAt !== undefined);
    expect(await bench.recall(memory, QUESTION)).toEqual([FACT]);
    expect(bench.asked).toHaveLength(2);
  });

  it('is made once for all who ask the same at a time', async () => {
    const { memory } = await informed(FACT);
    const asked = Array.from({ length: 5 }, () => bench.recall(memory, QUESTION));
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 5 }, () => [FACT]));
    expect(bench.asked.slice(1)).toEqual([[QUESTION]]);
  });

  it('is not asked for a minute after three that came too late', async () => {
    const { memory } = await informed(FACT);
    const heal = bench.rule({ silence: 'headers' });
    for (const [index, question] of ['one?', 'two?', 'three?'].entries()) {
      const recalled = bench.recall(memory, question);
      await bench.simulator.waitFor(({ requests }) => requests.length === index + 2);
      await eventually(() => expect(bench.clock.waits[0]).toBe(250));
      bench.clock.advance(250);
      await recalled;
    }
    heal();
    expect(await bench.recall(memory, QUESTION)).toEqual([]);
    expect(bench.asked).toHaveLength(4);
    expect(bench.logger.of('warn')).toEqual([expect.stringContaining('too late')]);
    bench.clock.advance(60_000);
    expect(await bench.recall(memory, QUESTION)).toEqual([FACT]);
  });

  it('is not asked for while the embedder rests after a failure', async () => {
    const { memory } = await informed(FACT);
    const heal = bench.rule({ error: { status: 500 } });
    expect(await bench.recall(memory, QUESTION)).toEqual([]);
    heal();
    expect(await bench.recall(memory, QUESTION)).toEqual([]);
    expect(bench.asked).toHaveLength(2);
    bench.clock.advance(1_000);
    expect(await bench.recall(memory, QUESTION)).toEqual([FACT]);
  });

  it('is not asked for where nothing can be recalled', async () => {
    const { memory } = await informed(FACT);
    expect(await bench.recall(memory, QUESTION, { conversationId: 'another' })).toEqual([]);
    expect(bench.asked).toHaveLength(1);
    await bench.recall(memory, QUESTION, { conversationId: 'another', user: 'ann' });
    expect(bench.asked).toHaveLength(2);
  });

  it('is not told to a log, nor is the question or the key', async () => {
    const { memory } = await informed(FACT);
    bench.rule({ error: { status: 500, message: `${QUESTION} ${KEY}` } });
    await bench.recall(memory, QUESTION);
    expect(bench.logger.lines).toHaveLength(2);
    expect(bench.logger.lines.join()).not.toMatch(/biochem|sk-secret/);
  });

  it('that is under way ends with the memory', async () => {
    const created = await informed(FACT);
    bench.rule({ silence: 'headers' });
    const recalled = bench.recall(created.memory, QUESTION);
    await bench.simulator.waitFor(({ requests }) => requests.length === 2);
    await created.close();
    await bench.simulator.waitFor(({ stats }) => stats().aborted === 1);
    expect(await recalled).toEqual([]);
    expect([bench.clock.pending, bench.logger.lines]).toEqual([0, []]);
  });
});

describe('health', () => {
  it("is the store's, for a dependency that chat can do without", async () => {
    const { memory } = bench.create({ embedder: undefined });
    const health = { name: 'memory', required: false };
    expect(await memory.healthCheck(never())).toMatchObject({ ...health, status: 'up' });
    await bench.store.close();
    expect(await memory.healthCheck(never())).toMatchObject({
      ...health,
      status: 'down',
      reason: 'It is closed.',
    });
  });

  it('does not suffer from embeddings that cannot be had', async () => {
    bench.rule({ error: { status: 404 } });
    const { memory, log } = bench.create();
    await bench.say(log, FACT);
    await bench.recall(memory, QUESTION);
    expect(memory.info()).toMatchObject({ embeddings: { status: 'unavailable' } });
    expect(await memory.healthCheck(never())).toMatchObject({ status: 'up' });
  });
});
