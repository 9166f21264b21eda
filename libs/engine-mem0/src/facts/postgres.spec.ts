import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@yychat/engine-core';
import { InMemoryConversationLog } from '@yychat/engine-core/testing';
import { providePostgres, runStatements, startPostgres, type TestDatabases } from '@yychat/services';
import { batchOf, describeFactStore } from '../fixtures/describe-fact-store.js';
import { eventually } from '../fixtures/eventually.js';
import { HastyClock } from '../fixtures/hasty-clock.js';
import { Mem0Bench, never, textsOf } from '../fixtures/mem0-bench.js';
import { RecordingLogger } from '../fixtures/recording-logger.js';
import { createMem0Memory } from '../memory/create-mem0-memory.js';
import { runKey } from '../memory/scope-keys.js';
import type { Mem0Store } from './fact-store.js';

let bench: Mem0Bench;
let databases: TestDatabases;
let url: string;
beforeAll(async () => {
  bench = await Mem0Bench.start();
  databases = await providePostgres();
  url = await databases.createDatabase();
}, 60_000);
afterAll(async () => {
  await bench.close();
  await databases.stop();
}, 30_000);

const open = (connectionString = url): Mem0Store =>
  bench.open({
    vectorStore: { provider: 'pgvector', connectionString },
    recordsIn: connectionString,
    directory: bench.directory.path,
  });
const list = async ({ facts }: Mem0Store) => textsOf(await facts.list({ user: 'u_ann' }, 100, never()));

describe('mem0 on PostgreSQL', () => {
  let store: Mem0Store | undefined;
  describeFactStore('pgvector', async () => {
    store ??= open();
    await store.reset(never());
    return { store, reopen: () => Promise.resolve((store = open())) };
  });

  it('can be begun by several instances at the same time', async () => {
    const fresh = await databases.createDatabase();
    const stores = Array.from({ length: 3 }, () => open(fresh));
    await Promise.all(
      stores.map(({ facts }, at) => facts.add(batchOf('I have a cat.', { run: `c_${at}` }), never())),
    );
    for (const each of stores) expect(await list(each)).toHaveLength(3);
    await Promise.all(stores.map((each) => each.close()));
  });

  it('does not keep what another instance forgets while it is extracted', async () => {
    const fresh = await databases.createDatabase();
    const log = new InMemoryConversationLog(systemClock);
    const key = { tenant: 't', conversationId: 'c' };
    const time = Date.now();
    const messages = [{ role: 'user', text: 'I grow heliotrope.' }] as const;
    await log.append({ ...key, turnId: 'turn', begun: time, time, messages }, never());
    bench.onExtraction({ latency: 1_000 }, (said) => said.includes('heliotrope'));
    const [first, second] = [open(fresh), open(fresh)];
    await second.facts.check(never());
    const extracting = createMem0Memory({ log, store: first });
    await eventually(() => expect(bench.extractions.join()).toContain('heliotrope'));
    const other = createMem0Memory({ log, store: second });
    await other.log.delete(key, never());
    expect(await second.facts.list({ run: runKey(key) }, 10, never())).toEqual([]);
    await eventually(() => expect(extracting.memory.info()).toMatchObject({ status: 'idle' }));
    expect(await second.facts.list({ run: runKey(key) }, 10, never())).toEqual([]);
    await Promise.all([extracting.close(), other.close()]);
  });

  it('starts anew when the vectors have another length', async () => {
    const fresh = await databases.createDatabase();
    const connectionString = fresh;
    const first = open(fresh);
    await first.facts.add(batchOf('I have a cat.'), never());
    await first.close();
    const embedder = bench.embedder('text-embedding-3-large');
    const second = bench.open({
      vectorStore: { provider: 'pgvector', connectionString },
      recordsIn: fresh,
      embedder,
    });
    expect(await list(second)).toEqual([]);
    await second.facts.add(batchOf('I have a dog.'), never());
    expect(await list(second)).toEqual(['I have a dog.']);
    await second.close();
  });

  it('searches by an index on whose facts they are', async () => {
    const fresh = await databases.createDatabase();
    const each = open(fresh);
    await each.facts.check(never());
    await each.close();
    await runStatements(fresh, [
      `do $$ begin
        if (select count(*) from pg_indexes where indexname in ('mem0_facts_user_id', 'mem0_facts_run_id',
          'mem0_facts_entities_user_id', 'mem0_facts_entities_run_id')) <> 4 then raise 'no index'; end if; end $$`,
    ]);
  });
});

describe('mem0, when PostgreSQL', () => {
  it('ends its connections, is there again soon', async () => {
    const server = await startPostgres();
    try {
      const store = open(await server.createDatabase());
      await store.facts.add(batchOf('I have a cat.'), never());
      await server.restart();
      await eventually(async () => expect(await list(store)).toEqual(['I have a cat.']), 15_000);
      await eventually(() => store.facts.add(batchOf('I have a dog.'), never()), 15_000);
      expect((await list(store)).sort()).toEqual(['I have a cat.', 'I have a dog.']);
      await store.close();
    } finally {
      await server.stop();
    }
  }, 60_000);

  it('answers nothing, holds nobody up for ever', async () => {
    const server = await startPostgres();
    try {
      const connectionString = await server.createDatabase();
      const logger = new RecordingLogger();
      const store = bench.open({
        vectorStore: { provider: 'pgvector', connectionString },
        ...{ clock: new HastyClock(), logger },
      });
      await store.facts.add(batchOf('I have a cat.'), never());
      server.freeze();
      const listing = store.facts.list({ user: 'u_ann' }, 10, AbortSignal.timeout(100));
      await expect(listing).rejects.toMatchObject({ name: 'TimeoutError' });
      await eventually(() => expect(logger.lines.join()).toContain('mem0 hangs'));
      server.thaw();
      await eventually(async () => expect(await list(store)).toEqual(['I have a cat.']), 15_000);
      await store.close();
    } finally {
      server.thaw();
      await server.stop();
    }
  }, 60_000);

  it('is not there, rejects without its password', async () => {
    const store = open('postgres://someone:secret-password@127.0.0.1:1/none');
    await expect(store.facts.check(never())).rejects.toMatchObject({
      ...{ code: 'mem0_failed', message: expect.not.stringContaining('secret-password') },
    });
    await store.close();
  });
});
