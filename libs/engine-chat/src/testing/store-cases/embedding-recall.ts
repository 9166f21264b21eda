import { deepEqual, equal } from 'node:assert/strict';
import { never, said } from '@yychat/engine-core/testing';
import type { MemoryScope } from '@yychat/engine-core';
import { fingerprint } from '../../recall/fingerprint.js';
import { ask, byUser, embedAll, embedding, HOME, MODEL, textsOf, towards } from '../store-bench.js';
import type { StoreBench, StoreCase } from '../store-bench.js';

/** It shares no word with anything that is said here. */
const QUESTION = 'Which vessel?';

/** By what a text begins with: the nearer to axis 0, the nearer to the question. */
const VECTORS: Readonly<Record<string, Float32Array>> = {
  near: towards(0),
  beside: towards(0, 1),
  far: towards(5),
};
const vectorOf = (text: string): Float32Array | undefined => VECTORS[text.split(' ')[0]?.toLowerCase() ?? ''];

const asked = (bench: StoreBench, scope: Partial<MemoryScope> = {}, values = towards(0), model = MODEL) =>
  ask(bench, QUESTION, { scope: { ...HOME, ...scope }, embedding: embedding(values, model) });

const say = (bench: StoreBench, text: string, scope: Partial<MemoryScope> = {}): Promise<unknown> =>
  bench.append({ ...scope, messages: [byUser(text)] });

export function embeddingRecallCases(test: StoreCase): void {
  test('finds a message that shares no word with the question', async (bench) => {
    await bench.append({ messages: said('Far away, bread is baked.', 'Near the quay lies a dinghy.') });
    await bench.append({ messages: said('Beside it, a canoe.') });
    await embedAll(bench, vectorOf);
    deepEqual(await ask(bench, QUESTION), []);
    const found = await asked(bench);
    deepEqual(textsOf(found), ['Near the quay lies a dinghy.', 'Beside it, a canoe.']);
    const [first] = found;
    deepEqual(
      [first?.position, first?.role, first?.before?.text],
      [1, 'assistant', 'Far away, bread is baked.'],
    );
    equal(
      found.every(({ score }) => score > 0),
      true,
    );
    equal((await asked(bench, {}, towards(5)))[0]?.text, 'Far away, bread is baked.');
  });

  test('adds to what words find', async (bench) => {
    await say(bench, 'Near the mill, an oak grows.');
    await say(bench, 'Far in the wood, an oak grows.');
    await embedAll(bench, vectorOf);
    for (const [values, first] of [
      [towards(0), 'Near the mill, an oak grows.'],
      [towards(5), 'Far in the wood, an oak grows.'],
    ] as const) {
      const found = await ask(bench, 'Where is the oak?', { embedding: embedding(values) });
      deepEqual([found.length, found[0]?.text], [2, first]);
    }
  });

  test('does not recall by an embedding what is in the prompt', async (bench) => {
    await say(bench, 'Near the quay lies a dinghy.');
    await embedAll(bench, vectorOf);
    const present = [fingerprint('near the quay lies a dinghy')];
    deepEqual(await ask(bench, QUESTION, { present, embedding: embedding(towards(0)) }), []);
  });

  test('never compares embeddings of different models or lengths', async (bench) => {
    await say(bench, 'Near the quay lies a dinghy.');
    await embedAll(bench, vectorOf);
    deepEqual(await asked(bench, {}, towards(0), 'other-model'), []);
    deepEqual(await asked(bench, {}, towards(0).slice(0, 4)), []);
    await say(bench, 'Near the pier lies a canoe.');
    await embedAll(bench, (text) => vectorOf(text)?.slice(0, 4));
    await embedAll(bench, (text) => (text.includes('pier') ? towards(1) : undefined), 'other-model');
    deepEqual(textsOf(await asked(bench)), ['Near the quay lies a dinghy.']);
    deepEqual(textsOf(await asked(bench, {}, towards(0).slice(0, 4))), ['Near the pier lies a canoe.']);
    deepEqual(textsOf(await asked(bench, {}, towards(1), 'other-model')), ['Near the pier lies a canoe.']);
  });

  test('shows by embeddings no more than the scope allows', async (bench) => {
    await say(bench, 'Near A', { user: 'ann' });
    await say(bench, 'Near BB', { conversationId: 'conversation-2', user: 'ann' });
    await say(bench, 'Near CC', { conversationId: 'conversation-3', user: 'ben' });
    await say(bench, 'Near DD', { conversationId: 'conversation-4' });
    await say(bench, 'Near EE', { conversationId: 'conversation-5', user: 'ann' });
    await say(bench, 'Near FF', { conversationId: 'conversation-5', user: 'ben' });
    await say(bench, 'Near GG', { tenant: 'tenant-2', user: 'ann' });
    await embedAll(bench, vectorOf);
    const shown = async (scope: Partial<MemoryScope>) => textsOf(await asked(bench, scope)).sort();
    deepEqual(await shown({}), ['Near A']);
    deepEqual(await shown({ user: 'ann' }), ['Near A', 'Near BB']);
    deepEqual(await shown({ conversationId: 'conversation-5', user: 'ben' }), [
      'Near CC',
      'Near EE',
      'Near FF',
    ]);
    deepEqual(await shown({ conversationId: 'conversation-9' }), []);
    deepEqual(await shown({ tenant: 'tenant-2', conversationId: 'conversation-9', user: 'ann' }), [
      'Near GG',
    ]);
    deepEqual(await shown({ tenant: 'tenant-3', user: 'ann' }), []);
  });

  test('finds the messages of a small conversation among many nearer ones of others', async (bench) => {
    await say(bench, 'Beside the quay lies a dinghy.');
    const many = Array.from({ length: 300 }, (_, n) => `Near ${n}`);
    for (const tenant of ['tenant-1', 'tenant-2']) {
      await bench.append({ tenant, conversationId: 'conversation-2', messages: said(...many) });
    }
    await embedAll(bench, vectorOf);
    deepEqual(textsOf(await asked(bench)), ['Beside the quay lies a dinghy.']);
  });

  test('brings no deleted message back', async (bench) => {
    await say(bench, 'Near the quay lies a dinghy.', { user: 'ann' });
    await embedAll(bench, vectorOf);
    await say(bench, 'Near the pier lies a canoe.', { user: 'ann' });
    const options = { limit: 10, instance: 'kit', lease: 60_000 };
    const { messages } = await bench.log.pending(MODEL, options, never);
    bench.clock.advance(1);
    await bench.log.delete(HOME, never);
    const late = messages.map(({ sequence }) => ({ sequence, values: towards(0) }));
    await bench.log.embedded(MODEL, late, never);
    for (const scope of [{}, { conversationId: 'conversation-2', user: 'ann' }]) {
      deepEqual(await asked(bench, scope), []);
    }
    await bench.append({ messages: said('Bread is baked.', 'Indeed it is baked.', 'Every morning.') });
    deepEqual(await asked(bench), [], 'an embedding of a deleted message has passed to another');
    deepEqual(textsOf((await bench.log.pending(MODEL, options, never)).messages), [
      ...['Bread is baked.', 'Indeed it is baked.', 'Every morning.'],
    ]);
  });

  test('has its embeddings when it is opened again', async (bench) => {
    await bench.append({ messages: said('Far away, bread is baked.', 'Near the quay lies a dinghy.') });
    await embedAll(bench, vectorOf);
    const before = await asked(bench);
    equal(before.length, 1);
    if (!(await bench.reopen())) return;
    deepEqual(await asked(bench), before);
  });
}
