import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EngineError } from '@yychat/engine-core';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { batchOf, describeFactStore } from '../fixtures/describe-fact-store.js';
import { Mem0Bench, never, textsOf } from '../fixtures/mem0-bench.js';
import { TemporaryDirectory } from '../fixtures/temporary-directory.js';
import type { FactScope, Mem0Store } from './fact-store.js';

let bench: Mem0Bench;
let store: Mem0Store;
beforeAll(async () => {
  bench = await Mem0Bench.start();
  store = bench.open();
});
beforeEach(async () => {
  bench.simulator.reset();
  await store.reset(never());
});
afterAll(() => bench.close());

const add = (text: string, more = {}) => store.facts.add(batchOf(text, more), never());
const search = async (query: string, scope: FactScope = { user: 'u_ann' }) =>
  textsOf(await store.facts.search({ query, scope, limit: 5 }, never()));
const list = async (scope: FactScope = { user: 'u_ann' }) =>
  textsOf(await store.facts.list(scope, 100, never()));
const reason = async (work: Promise<unknown>): Promise<EngineError> => {
  const error: unknown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (!EngineError.is(error)) throw new Error(`Not an engine error: ${String(error)}`);
  return error;
};

describeFactStore('a file', () => {
  const reopen = () => Promise.resolve((store = bench.open()));
  return Promise.resolve({ store, reopen });
});

describe('the facts of mem0', () => {
  it('ask for no embedding where there is nothing to find', async () => {
    expect(await search('What is my code?')).toEqual([]);
    expect(bench.embeddings).toBe(0);
  });

  it('ask for the embedding of a question once', async () => {
    await add('My code is 4711.');
    const before = bench.embeddings;
    await Promise.all([search('what is it'), search('what is it', { run: 'c_1' })]);
    await search('what is it');
    expect(bench.embeddings).toBe(before + 1);
  });

  it('are told apart from what was said before, and dated by when it was said', async () => {
    await add('I call her Nala.', { before: [{ role: 'user', content: 'I have a cat.' }] });
    const [request] = bench.simulator.requests.filter(({ path }) => path.endsWith('/chat/completions'));
    const prompt = String(request?.body.messages?.[1]?.content);
    expect(prompt).toMatch(/## Last k Messages\nuser: I have a cat\.\n/);
    expect(prompt).toMatch(/## New Messages\nuser: I call her Nala\.\n/);
    expect(prompt).toMatch(/## Observation Date\n2026-05-01\n/);
    expect(await list()).toEqual(['I call her Nala.']);
  });

  it('are kept once, however often the same is added at the same time', async () => {
    await Promise.all(Array.from({ length: 8 }, () => add('I live in Ulm.')));
    expect(await list()).toEqual(['I live in Ulm.']);
  });

  it('are dropped when vectors of another model are asked for', async () => {
    await add('I live in Ulm.');
    await store.close();
    store = bench.open({ embedder: bench.embedder('text-embedding-3-large') });
    expect(await list()).toEqual([]);
    await add('I live in Bonn.');
    expect(await search('Where do I live?')).toEqual(['I live in Bonn.']);
    await store.close();
    store = bench.open();
  });
});

describe('mem0, where it would tell of nothing', () => {
  it.each<[string, object, string]>([
    ['the model says no JSON', { reply: 'Sorry, I cannot do that.' }, 'extraction_garbled'],
    [
      'the answer is cut short',
      { reply: '{"memory": [{"id":', finishReason: 'length' },
      'extraction_garbled',
    ],
    ['the model lists nothing', { reply: '{"facts": []}' }, 'extraction_garbled'],
    ['the model fails', { error: { status: 500 } }, 'upstream_error'],
  ])('rejects when %s', async (_, behaviour, code) => {
    bench.onExtraction(behaviour);
    expect((await reason(add('I live in Ulm.'))).code).toBe(code);
    expect(await list()).toEqual([]);
  });

  it('rejects when facts cannot be embedded', async () => {
    await add('I have a cat.');
    bench.onEmbeddings({}, 1);
    bench.onEmbeddings({ error: { status: 500, message: 'I live in Ulm.' } });
    const error = await reason(add('I live in Ulm.'));
    expect(error.status).toBe(500);
    expect(error.message).not.toContain('Ulm');
    expect(await list()).toEqual(['I have a cat.']);
  });

  it.each(['mem0_facts', 'mem0_facts_entities'])('rejects when %s cannot be written', async (table) => {
    const database = new DatabaseSync(join(bench.directory.path, 'mem0.sqlite'));
    database.exec(`CREATE TRIGGER full BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'full'); END`);
    try {
      const error = await reason(add('Anna Smith lives in Ulm.'));
      expect(error).toMatchObject({ status: 503, code: 'mem0_failed' });
      expect(error.message).not.toContain('Anna');
    } finally {
      database.exec('DROP TRIGGER full');
      database.close();
    }
  });

  it('resolves when there is nothing to remember', async () => {
    await add('What is the time?');
    expect(await list()).toEqual([]);
  });

  it('does without the demand for JSON where the upstream does not know it', async () => {
    bench.simulator.rule({
      match: ({ body }) => 'response_format' in body,
      behaviour: { error: { status: 400, param: 'response_format', message: 'Unknown.' } },
    });
    await add('I live in Ulm.');
    expect(await list()).toEqual(['I live in Ulm.']);
  });

  it('reads JSON in a block of code, after thoughts', async () => {
    bench.onExtraction({
      reply: '<think>{hm}</think>\n```json\n{"memory":[{"text":"User lives in Ulm"}]}\n```',
    });
    await add('I live in Ulm.');
    expect(await list()).toEqual(['User lives in Ulm']);
  });

  it('stops asking when nobody waits', async () => {
    bench.onExtraction({ silence: 'headers' });
    const stop = new AbortController();
    const adding = store.facts.add(batchOf('I live in Ulm.', { source: 'msg_1' }), stop.signal);
    await bench.simulator.waitFor(({ stats }) => stats().active === 1, 5_000);
    stop.abort(new Error('enough'));
    await expect(adding).rejects.toThrow('enough');
    await bench.simulator.waitFor(({ stats }) => stats().aborted === 1);
    // Nothing is left behind that the next change would wait for.
    expect(await list()).toEqual([]);
    await store.facts.undo('c_1', ['msg_1'], never());
  });

  it('finds facts without the names in the question, when these are not embedded in time', async () => {
    await add('Anna Smith lives in Ulm.');
    bench.onEmbeddings({}, 1);
    bench.onEmbeddings({ silence: 'headers' });
    expect(await search('Where does Anna Smith live?')).toEqual(['Anna Smith lives in Ulm.']);
  });
});

describe('the thread of mem0', () => {
  it('writes no file but in its directory', async () => {
    const elsewhere = await TemporaryDirectory.make();
    const [cwd, own] = [process.cwd(), join(homedir(), '.mem0')];
    const hadOwn = existsSync(own);
    process.chdir(elsewhere.path);
    try {
      await store.close();
      store = bench.open();
      await add('My dog is "Rex the First", and Anna Smith lives in Ulm.');
      await search('Where does Anna Smith live?');
      expect(await elsewhere.files()).toEqual([]);
      expect(existsSync(own)).toBe(hadOwn);
      expect(await bench.directory.files()).toEqual([
        'config.json',
        'mem0.sqlite',
        'mem0.sqlite-shm',
        'mem0.sqlite-wal',
      ]);
    } finally {
      process.chdir(cwd);
      await elsewhere.remove();
    }
  });

  it('is not started again once it is closed', async () => {
    const other = bench.open();
    await other.close();
    const adding = other.facts.add(batchOf('I live in Ulm.'), never());
    expect((await reason(adding)).code).toBe('mem0_closed');
  });
});
