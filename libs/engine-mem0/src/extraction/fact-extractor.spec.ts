import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MemoryScope } from '@yychat/engine-core';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from '../fixtures/eventually.js';
import { HastyClock } from '../fixtures/hasty-clock.js';
import { Mem0Bench, never } from '../fixtures/mem0-bench.js';
import { HOME, MemoryBench } from '../fixtures/memory-bench.js';
import type { CreatedMem0Memory } from '../memory/create-mem0-memory.js';
import { ownerOf, runKey } from '../memory/scope-keys.js';

let bench: MemoryBench;
beforeAll(async () => {
  bench = await MemoryBench.start();
});
beforeEach(() => bench.reset());
afterAll(() => bench.close());

const scope = (conversationId: string): MemoryScope => ({ ...HOME, conversationId });
const facts = async (conversationId = HOME.conversationId): Promise<string[]> => {
  const run = runKey(scope(conversationId));
  return (await bench.store.facts.list({ run }, 1_000, never())).map(({ text }) => text);
};
/** Resolves when a process that had extracted the message was killed before it could record that. */
async function killedWhileExtracting(directory: string, message: object): Promise<void> {
  const program = fileURLToPath(new URL('../fixtures/killed-extraction.mjs', import.meta.url));
  const child = spawn(process.execPath, [program, directory, JSON.stringify(message)]);
  const exit = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exit]);
  child.kill('SIGKILL');
  await exit;
}
const failing = { error: { status: 500 } };

describe('the extraction of facts', () => {
  it('goes on where it was, and does nothing twice', async () => {
    const first = bench.create();
    await bench.say(first.log, HOME, 'I live in Ulm.');
    await bench.caughtUp(first);
    await first.close();
    await bench.say(bench.log, HOME, 'I have a cat.');
    const second = bench.create();
    await bench.caughtUp(second);
    expect(await facts()).toEqual(['I live in Ulm.', 'I have a cat.']);
    expect(bench.mem0.extractions).toEqual(['user: I live in Ulm.', 'user: I have a cat.']);
  });

  it('does not do again what was done when it was stopped in the middle', async () => {
    bench.mem0.onExtraction({ silence: 'headers' }, (said) => said.includes('cat'), 1);
    await bench.say(bench.log, scope('one'), 'I live in Ulm.');
    await bench.say(bench.log, scope('two'), 'I have a cat.');
    const first = bench.create();
    await eventually(async () => {
      expect(await facts('one')).toHaveLength(1);
      expect(bench.mem0.extractions).toHaveLength(2);
      expect(first.memory.info()).toMatchObject({ pending: 1 });
    });
    await first.close();
    const second = bench.create();
    await bench.caughtUp(second);
    expect([await facts('one'), await facts('two')]).toEqual([['I live in Ulm.'], ['I have a cat.']]);
    expect(bench.mem0.extractions.filter((said) => said.includes('Ulm'))).toHaveLength(1);
  });

  it('extracts once what was said before the process was killed', async () => {
    const mem0 = await Mem0Bench.start();
    try {
      await bench.say(bench.log, HOME, 'I live in Ulm.');
      const { messages } = await bench.log.entries(undefined, 1, never());
      await killedWhileExtracting(mem0.directory.path, { ...messages[0], ...ownerOf(HOME) });
      const store = mem0.open();
      const kept = async () => (await store.facts.list(ownerOf(HOME), 10, never())).map(({ text }) => text);
      expect(await kept()).toEqual(['Understood, and not recorded.']);
      const created = bench.create({ store, clock: new HastyClock() });
      await eventually(async () => expect(await kept()).toEqual(['I live in Ulm.']));
      await created.close();
    } finally {
      await mem0.close();
    }
  });

  it('forgets what was brought back when the process was killed', async () => {
    const mem0 = await Mem0Bench.start();
    try {
      await bench.say(bench.log, HOME, 'I live in Ulm.');
      const { messages } = await bench.log.entries(undefined, 1, never());
      const owner = ownerOf(HOME);
      const store = mem0.open();
      // Another instance forgets the conversation while one that is killed extracts it.
      const forgotten = { run: owner.run, at: Date.now() };
      await store.records.forget(forgotten, never());
      await store.facts.forget(forgotten, never());
      await store.records.forgetDone(forgotten, never());
      await bench.log.delete(HOME, never());
      await killedWhileExtracting(mem0.directory.path, { ...messages[0], ...owner });
      const kept = () => store.facts.list(owner, 10, never());
      expect(await kept()).toHaveLength(1);
      const created = bench.create({ store, clock: new HastyClock() });
      await eventually(async () => expect(await kept()).toEqual([]));
      await created.close();
    } finally {
      await mem0.close();
    }
  });

  it('keeps the order within a conversation, and works on four at a time', async () => {
    let [active, most] = [0, 0];
    const underWay = new Map<string, number>();
    const { facts: real } = bench.store;
    const store = {
      ...bench.store,
      facts: {
        ...real,
        add: async (batch: Parameters<typeof real.add>[0], signal: AbortSignal) => {
          most = Math.max(most, (active += 1));
          underWay.set(batch.run, (underWay.get(batch.run) ?? 0) + 1);
          expect(underWay.get(batch.run)).toBe(1);
          await real.add(batch, signal);
          active -= 1;
          underWay.set(batch.run, 0);
        },
      },
    };
    for (let turn = 0; turn < 50; turn++)
      await bench.say(
        bench.log,
        scope(`c${turn % 10}`),
        `This is turn ${turn}. ${'Is it not? '.repeat(400)}`,
      );
    const created = bench.create({ store: { ...store, close: () => Promise.resolve() } });
    await bench.caughtUp(created);
    expect(most).toBe(4);
    const turns = (await facts('c3')).flatMap((text) => /^This is turn (\d+)/.exec(text)?.[1] ?? []);
    expect(turns).toEqual(['3', '13', '23', '33', '43']);
  });

  it('puts what was said in a row into one batch, and cuts what is too long', async () => {
    await bench.say(bench.log, HOME, 'I live in Ulm.', 'Nice.');
    await bench.say(bench.log, HOME, `It begins. ${'x'.repeat(30_000)} It ends.`);
    await bench.say(bench.log, { ...HOME, user: 'ben' }, 'I have a cat.');
    await bench.caughtUp(bench.create());
    const [long, bens] = bench.mem0.extractions;
    expect(long).toMatch(/^user: I live in Ulm\.\nassistant: Nice\.\nuser: It begins\. x+ … x+ It ends\.$/);
    expect(long?.length).toBeLessThan(10_000);
    expect(bens).toBe('user: I have a cat.');
    expect(bench.mem0.extractions).toHaveLength(2);
  });

  it('waits for an upstream that fails, and loses nothing', async () => {
    const recovered = bench.mem0.onExtraction(failing);
    const created = bench.create({ clock: new HastyClock() });
    await bench.say(created.log, HOME, 'I live in Ulm.');
    await bench.say(created.log, scope('two'), 'I have a cat.');
    await eventually(() => expect(bench.mem0.extractions.length).toBeGreaterThan(6));
    recovered();
    await bench.caughtUp(created);
    expect([await facts(), await facts('two')]).toEqual([['I live in Ulm.'], ['I have a cat.']]);
    expect(created.memory.info()).toMatchObject({ failed: 0, lost: 0 });
  });

  it('tries again when nothing came of a failure to embed, and keeps each fact once', async () => {
    bench.mem0.onEmbeddings({}, 1);
    bench.mem0.onEmbeddings(failing, 1);
    const created = bench.create({ clock: new HastyClock() });
    await bench.say(created.log, HOME, 'I live in Ulm. I have a cat.');
    await bench.caughtUp(created);
    expect(await facts()).toEqual(['I live in Ulm.', 'I have a cat.']);
  });

  it('gives up on an answer that stays garbled, tells of it, recalls the log, and tries again later', async () => {
    const clock = new HastyClock();
    const garbled = bench.mem0.onExtraction({ reply: 'I live in Ulm.' }, (said) => said.includes('Ulm'));
    const created = bench.create({ clock, fallback: bench.fallback() });
    await bench.say(created.log, HOME, 'I live in Ulm.');
    await bench.say(created.log, HOME, 'I have a cat.');
    await bench.caughtUp(created);
    expect(created.memory.info()).toMatchObject({ failed: 1, lost: 0 });
    expect(bench.mem0.extractions.length).toBeGreaterThanOrEqual(3);
    expect(bench.logger.lines.join('\n')).not.toContain('Ulm');
    expect(await bench.recall(created, 'Where do I live?')).toContain('I live in Ulm.');
    garbled();
    clock.advance(2 * 3_600_000);
    created.notify();
    await eventually(async () => expect(await facts()).toContain('I live in Ulm.'));
    await eventually(() => expect(created.memory.info()).toMatchObject({ failed: 0 }));
  });

  it('gives up on what is refused at once', async () => {
    bench.mem0.onExtraction({ error: { status: 400 } }, (said) => said.includes('Ulm'));
    const created = bench.create();
    await bench.say(created.log, HOME, 'I live in Ulm.');
    await bench.caughtUp(created);
    expect(bench.mem0.extractions).toHaveLength(1);
    expect(created.memory.info()).toMatchObject({ failed: 1 });
  });

  it('gives up on what always fails while the rest succeeds', async () => {
    bench.mem0.onExtraction(failing, (said) => said.includes('Ulm'));
    await bench.say(bench.log, HOME, 'I live in Ulm.');
    for (let turn = 0; turn < 20; turn++) await bench.say(bench.log, scope(`c${turn}`), 'I have a cat.');
    const created = bench.create({ clock: new HastyClock() });
    await bench.caughtUp(created);
    expect(await facts('c19')).toEqual(['I have a cat.']);
    expect(created.memory.info()).toMatchObject({ failed: 1 });
  });

  it('goes on when an extraction does not end in time', async () => {
    bench.mem0.onExtraction({ silence: 'headers' }, () => true, 1);
    const created = bench.create({ clock: new HastyClock(), extractionTimeout: 10_000 });
    await bench.say(created.log, HOME, 'I live in Ulm.');
    await bench.caughtUp(created);
    expect(await facts()).toEqual(['I live in Ulm.']);
    expect(created.memory.info()).toMatchObject({ late: 1 });
  });

  it('is done by one of two instances, and by the other when that one is gone', async () => {
    const instances = [bench.create(), bench.create()];
    const statuses = () => instances.map(({ memory }) => memory.info()['status']).sort();
    await eventually(() => expect(statuses()).toEqual(['elsewhere', 'idle']));
    const isIdle = ({ memory }: CreatedMem0Memory) => memory.info()['status'] === 'idle';
    await instances.find(isIdle)?.close();
    await bench.say(bench.log, HOME, 'I live in Ulm.');
    for (const { notify } of instances) notify();
    await eventually(async () => expect(await facts()).toEqual(['I live in Ulm.']));
    expect(bench.mem0.extractions).toHaveLength(1);
  });
});
