import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { describeConversationMemory } from '@yychat/engine-core/testing';
import { eventually } from '../fixtures/eventually.js';
import { never } from '../fixtures/mem0-bench.js';
import { HOME, MemoryBench } from '../fixtures/memory-bench.js';
import { runKey } from './scope-keys.js';

let bench: MemoryBench;
beforeAll(async () => {
  bench = await MemoryBench.start();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

const kit = { describe, it, patience: 15_000 };
describeConversationMemory({
  ...kit,
  name: 'The memory of mem0',
  create: () => Promise.resolve(bench.create()),
});
describeConversationMemory({
  ...kit,
  name: 'The memory of mem0 over one of words',
  create: () => Promise.resolve(bench.create({ fallback: bench.fallback() })),
});

const other = { ...HOME, conversationId: 'conversation-2' };
const facts = async (conversationId = HOME.conversationId): Promise<string[]> => {
  const run = runKey({ ...HOME, conversationId });
  return (await bench.store.facts.list({ run }, 100, never())).map(({ text }) => text);
};

describe('the memory of mem0', () => {
  it('recalls what was understood of what was said', async () => {
    const created = bench.create();
    await bench.say(created.log, HOME, 'I have a dog called Rex. What is a good name for a cat?', 'Nala.');
    await bench.caughtUp(created);
    expect(await bench.recall(created, 'What is my dog called?')).toEqual(['I have a dog called Rex.']);
  });

  it('shows the facts of a user in all conversations of that user, and of a conversation in it', async () => {
    const created = bench.create();
    const nobody = { tenant: HOME.tenant, conversationId: 'conversation-2' };
    await bench.say(created.log, HOME, 'My code is 4711.');
    await bench.say(created.log, nobody, 'My code is 4712.');
    await bench.say(created.log, { ...nobody, conversationId: 'conversation-3' }, 'My code is 4713.');
    await bench.caughtUp(created);
    const codes = async (scope: typeof nobody) =>
      (await bench.recall(created, 'What is my code?', scope)).sort();
    expect(await codes(HOME)).toEqual(['My code is 4711.']);
    expect(await codes({ ...HOME, conversationId: 'new' })).toEqual(['My code is 4711.']);
    expect(await codes(other)).toEqual(['My code is 4711.', 'My code is 4712.']);
    expect(await codes(nobody)).toEqual(['My code is 4712.']);
    expect(await codes({ ...nobody, conversationId: 'new' })).toEqual([]);
    expect(await codes({ ...HOME, tenant: 'tenant-2' })).toEqual([]);
  });

  it('shows a conversation of several users within it alone', async () => {
    const created = bench.create();
    await bench.say(created.log, other, 'My code is 4711.');
    await bench.caughtUp(created);
    expect(await bench.recall(created, 'What is my code?')).toEqual(['My code is 4711.']);
    await bench.say(created.log, { ...other, user: 'ben' }, 'My name is Ben.');
    await bench.caughtUp(created);
    expect(await bench.recall(created, 'What is my code?')).toEqual([]);
    expect(await bench.recall(created, 'What is my code?', other)).toContain('My code is 4711.');
    expect(await bench.recall(created, 'What is my code?', { ...other, user: 'ben' })).toContain(
      'My code is 4711.',
    );
    expect(await bench.recall(created, 'What is my name?', { ...HOME, user: 'ben' })).toEqual([]);
  });

  it('does not show what the prompt has already', async () => {
    const created = bench.create();
    await bench.say(created.log, HOME, 'My code is 4711. I live in Ulm.');
    await bench.caughtUp(created);
    const query = { ...HOME, text: 'What is my code, and where do I live?', limit: 5 };
    const { memories } = await created.memory.recall({ ...query, present: ['my code is  4711.'] }, never());
    expect(memories.map(({ text }) => text)).toEqual(['I live in Ulm.']);
    expect(memories[0]?.time).toBeGreaterThan(Date.now() - 60_000);
  });

  it('recalls at once what is not understood yet, from the log', async () => {
    bench.mem0.onExtraction({ silence: 'headers' });
    const created = bench.create({ fallback: bench.fallback() });
    await bench.say(created.log, other, 'My code is heliotrope-4711.');
    expect(await bench.recall(created, 'What is my code?')).toEqual(['My code is heliotrope-4711.']);
    expect(await bench.recall(created, 'What is my code?', { ...HOME, user: 'ben' })).toEqual([]);
  });

  it('recalls the log no more where facts were extracted', async () => {
    let asked = 0;
    const { recall } = bench.fallback();
    const created = bench.create({
      fallback: {
        recall: (query, signal) => {
          asked += 1;
          return recall.call(bench.fallback(), query, signal);
        },
      },
    });
    await bench.say(created.log, HOME, 'My code is 4711.');
    await bench.caughtUp(created);
    bench.mem0.onExtraction({ silence: 'headers' });
    await bench.say(created.log, { ...HOME, user: 'ben', conversationId: 'of ben' }, 'My code is 4712.');
    expect(await bench.recall(created, 'What is my code?')).toEqual(['My code is 4711.']);
    expect(asked).toBe(0);
    await bench.say(created.log, HOME, 'My other code is 4713.');
    expect((await bench.recall(created, 'What is my code?')).sort()).toEqual([
      'My code is 4711.',
      'My other code is 4713.',
    ]);
    expect(asked).toBe(1);
  });

  it('extracts nothing while that is not wanted, and then catches up', async () => {
    const created = bench.create({ extracts: false, fallback: bench.fallback() });
    await bench.say(created.log, HOME, 'My code is 4711.');
    expect(created.memory.info()).toMatchObject({ status: 'stopped', lag: null });
    expect(await bench.recall(created, 'What is my code?')).toEqual(['My code is 4711.']);
    expect(await facts()).toEqual([]);
    await created.extract(true);
    await bench.caughtUp(created);
    expect(await facts()).toEqual(['My code is 4711.']);
    expect(created.memory.info()).toMatchObject({ lag: 0 });
    await created.extract(false);
    await created.extract(true);
    await bench.say(created.log, HOME, 'I live in Ulm.');
    await bench.caughtUp(created);
    const listed = await created.facts({ ...HOME }, 10, never());
    expect(listed.map(({ text }) => text)).toEqual(['My code is 4711.', 'I live in Ulm.']);
  });

  it('says for how long what was said has waited', async () => {
    bench.mem0.onExtraction({ silence: 'headers' });
    const created = bench.create();
    await bench.say(created.log, HOME, 'My code is 4711.');
    const lag = () => created.memory.info()['lag'] as number;
    await eventually(() => expect(lag()).toBeGreaterThan(0.2));
    expect(lag()).toBeLessThan(30);
  });

  it('has another version once facts have come, and where there is nothing to tell from, none', async () => {
    const created = bench.create({ extracts: false, fallback: bench.fallback() });
    const version = () => created.memory.version?.(HOME, never());
    await bench.say(created.log, HOME, 'My code is 4711.');
    const said = await version();
    expect(await version()).toBe(said);
    await created.extract(true);
    await bench.caughtUp(created);
    const understood = await version();
    expect(understood).not.toBe(said);
    expect(await version()).toBe(understood);
    expect(bench.create().memory.version).toBeUndefined();
  });

  it('recalls the log where facts cannot be had', async () => {
    const created = bench.create({ fallback: bench.fallback() });
    await bench.say(created.log, HOME, 'My code is 4711.');
    await bench.caughtUp(created);
    bench.mem0.onEmbeddings({ error: { status: 500 } });
    expect(await bench.recall(created, 'What is my code, by the way?')).toEqual(['My code is 4711.']);
    const bare = bench.create();
    await expect(bench.recall(bare, 'What is my code, once more?')).rejects.toMatchObject({ status: 500 });
  });

  it('recalls the log where facts come too late', async () => {
    const created = bench.create({ fallback: bench.fallback(), patience: 50 });
    await bench.say(created.log, HOME, 'My code is 4711.');
    await bench.caughtUp(created);
    bench.mem0.onEmbeddings({ silence: 'headers' });
    expect(await bench.recall(created, 'What might my code be?')).toEqual(['My code is 4711.']);
  });

  it('forgets a conversation that is deleted, and starts it anew', async () => {
    const created = bench.create();
    await bench.say(created.log, HOME, 'My code is 4711.');
    await bench.say(created.log, other, 'I live in Ulm.');
    await bench.caughtUp(created);
    await created.log.delete(HOME, never());
    expect(await facts()).toEqual([]);
    expect(await facts(other.conversationId)).toEqual(['I live in Ulm.']);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await bench.say(created.log, HOME, 'My code is 4712.');
    await bench.caughtUp(created);
    expect(await facts()).toEqual(['My code is 4712.']);
  });

  it('does not bring back what was deleted while it was extracted', async () => {
    const created = bench.create();
    bench.mem0.onExtraction({ latency: 300 });
    await bench.say(created.log, HOME, 'My code is 4711.');
    await eventually(() => expect(bench.mem0.extractions).toHaveLength(1));
    await created.log.delete(HOME, never());
    await bench.caughtUp(created);
    expect(await facts()).toEqual([]);
    expect(await bench.recall(created, 'What is my code?')).toEqual([]);
  });

  it('extracts everything anew when it is rebuilt, once', async () => {
    const created = bench.create();
    await bench.say(created.log, HOME, 'My code is 4711.');
    await bench.say(created.log, other, 'I live in Ulm.');
    await bench.caughtUp(created);
    await created.rebuild(never());
    await bench.caughtUp(created);
    expect([...(await facts()), ...(await facts(other.conversationId))]).toEqual([
      'My code is 4711.',
      'I live in Ulm.',
    ]);
    expect(bench.mem0.extractions).toHaveLength(4);
  });

  it('is degraded while the extraction rests, and says why without a word of what was said', async () => {
    bench.mem0.onExtraction({ error: { status: 500, message: 'heliotrope' } });
    const created = bench.create();
    expect(await created.memory.healthCheck(never())).toMatchObject({
      ...{ name: 'mem0', status: 'up', required: false },
    });
    await bench.say(created.log, HOME, 'My code is heliotrope-4711.');
    await eventually(async () => {
      expect(await created.memory.healthCheck(never())).toMatchObject({
        ...{ status: 'degraded', reason: 'extraction: upstream_error (500)', required: false },
      });
    });
    expect(created.memory.info()).toMatchObject({ status: 'resting', lastError: 'upstream_error (500)' });
    expect(bench.logger.lines.join('\n')).not.toMatch(/heliotrope|sk-secret/);
  });
});
