import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EnginesHealth, List, ListedEngine } from '@yychat/protocol';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { ADMIN_KEY, startService, type ServiceUnderTest } from './support/service.js';

const COMMAND = join(import.meta.dirname, '../../../tools/operate/rebuild-memory.mjs');

let upstream: Simulator;
let service: ServiceUnderTest;
beforeAll(async () => {
  upstream = await startSimulator();
  service = await start();
});
afterAll(async () => {
  await service.stop();
  await upstream.close();
});

const start = (env: Readonly<Record<string, string>> = {}) =>
  startService({
    OPENAI_BASE_URL: upstream.baseURL,
    OPENAI_API_KEY: 'sk-test-0123456789',
    // What is recalled is looked at here, and not how soon on a busy machine.
    MEMORY_RETRIEVAL_TIMEOUT: '10',
    ...env,
  });
const chat = (content: string, more: object = {}, of = service) =>
  send(of, 'POST /v1/chat/completions', { body: { messages: [{ role: 'user', content }], ...more } });
const switchTo = (engine_name: string, of = service) =>
  send(of, 'POST /v1/engines/switch', { body: { engine_name, reason: 'a test' } });
/** What the upstream was last asked, but for facts and embeddings. */
const prompt = (): string => {
  const last = upstream.requests.findLast(
    ({ body: { messages } }) =>
      messages !== undefined && !String(messages[0]?.content).includes('You are a Memory Extractor'),
  );
  return JSON.stringify(last?.body.messages);
};
const listed = async (of = service) => {
  const { data } = (await send(of, 'GET /v1/engines/list')).body as List<ListedEngine>;
  return data;
};
const memoryOf = async (engine: string, of = service) => {
  const found = (await listed(of)).find(({ name }) => name === engine);
  return found?.details['memory'] as Readonly<Record<string, unknown>>;
};
const caughtUp = (of = service) =>
  eventually(
    async () => {
      const { status, pending, more } = await memoryOf('mem0_proxy', of);
      return status === 'idle' && pending === 0 && more === false;
    },
    'mem0 has caught up',
    20_000,
  );

describe('two engines', () => {
  it('are listed, with what they are and how they are', async () => {
    const engines = await listed();
    expect(engines.map(({ name }) => name)).toEqual(['chat_engine', 'mem0_proxy']);
    for (const engine of engines) {
      expect(engine).toMatchObject({
        status: 'up',
        version: expect.any(String),
        description: expect.any(String),
      });
      expect(engine.features).toEqual(
        expect.arrayContaining(['memory', 'personalities', 'streaming', 'tools']),
      );
    }
    const { engines: health } = (await send(service, 'GET /v1/engines/health')).body as EnginesHealth;
    expect(health['mem0_proxy']?.dependencies.map(({ name }) => name)).toContain('mem0');
  });

  it('answer, each when it is in force or asked for, and say so', async () => {
    const asked = await chat('Hello.', { engine: 'mem0_proxy' });
    expect(asked.headers.get('x-yychat-engine')).toBe('mem0_proxy');
    const { body } = await switchTo('mem0_proxy');
    expect(body).toMatchObject({ success: true, old_engine: 'chat_engine', new_engine: 'mem0_proxy' });
    const answer = await chat('Hello.');
    expect(answer.headers.get('x-yychat-engine')).toBe('mem0_proxy');
    expect(answer.headers.get('x-yychat-engine-epoch')).toBe(String(body.epoch));
    await switchTo('chat_engine');
  });
});

describe('a switch', () => {
  it.each([
    ['chat_engine', 'mem0_proxy'],
    ['mem0_proxy', 'chat_engine'],
  ])(
    'from %s to %s forgets nothing of 50 conversations',
    async (from, to) => {
      await switchTo(from);
      const conversations = Array.from({ length: 50 }, (_, n) => ({
        id: `${from}-${n}`,
        secret: `${from === 'chat_engine' ? 'quartz' : 'basalt'}-${n * 7919}`,
      }));
      await Promise.all(
        conversations.map(({ id, secret }) => chat(`My code word is ${secret}.`, { conversation_id: id })),
      );
      await switchTo(to);
      for (const { id, secret } of conversations) {
        const answer = await chat('What is my code word?', { conversation_id: id });
        expect(answer.headers.get('x-yychat-engine')).toBe(to);
        expect(answer.headers.get('x-yychat-memory')).toBe('hit');
        expect(prompt()).toContain(secret);
        for (const other of conversations)
          if (other.secret !== secret) expect(prompt()).not.toContain(`${other.secret}.`);
      }
    },
    60_000,
  );

  it('has mem0 extract facts only while it is in use', async () => {
    await switchTo('chat_engine');
    await eventually(async () => (await memoryOf('mem0_proxy'))['status'] === 'stopped', 'it has stopped');
    await chat('My parrot is called Kiwi.', { conversation_id: 'parrot' });
    expect((await send(service, 'GET /v1/conversations/parrot/memory?engine=mem0_proxy')).body.data).toEqual(
      [],
    );
    await switchTo('mem0_proxy');
    await caughtUp();
    const { body } = await send(service, 'GET /v1/conversations/parrot/memory');
    expect(body).toMatchObject({ engine: 'mem0_proxy', conversation_id: 'parrot', has_more: false });
    expect(body.data).toEqual([
      expect.objectContaining({ object: 'conversation.memory', memory: 'My parrot is called Kiwi.' }),
    ]);
    expect(body.recall).toMatchObject({ memory: 'mem0', lag: 0 });
  }, 60_000);

  it('leaves the facts of a conversation that is deleted in neither engine', async () => {
    await switchTo('mem0_proxy');
    await chat('My badge is 90210.', { conversation_id: 'badge', user: 'vera' });
    const known = async () =>
      (await send(service, 'GET /v1/conversations/badge/memory')).body.data as object[];
    await eventually(async () => (await known()).length === 1, 'the fact is there', 20_000);
    await send(service, 'DELETE /v1/conversations/badge/memory');
    for (const engine of ['mem0_proxy', 'chat_engine']) {
      const { body } = await send(service, `GET /v1/conversations/badge/memory?engine=${engine}`);
      expect(body.data).toEqual([]);
      await chat('What is my badge?', { conversation_id: 'another', user: 'vera', engine });
      expect(prompt()).not.toContain('90210');
    }
  }, 60_000);
});

describe('a roll-out', () => {
  const setRollout = (body: object) => send(service, 'POST /v1/engines/rollout', { body });

  it('gives each conversation one engine, by weight', async () => {
    await switchTo('chat_engine');
    const set = await setRollout({ weights: { chat_engine: 50, mem0_proxy: 50 }, reason: 'half' });
    expect(set.body).toMatchObject({ object: 'engine.rollout', shadow: null, epoch: expect.any(Number) });
    expect((await send(service, 'GET /v1/engines/rollout')).body.weights).toEqual({
      chat_engine: 50,
      mem0_proxy: 50,
    });
    const engineOf = async (id: string) => {
      const { headers } = await chat('Hello.', { conversation_id: id });
      expect(headers.get('x-yychat-engine-epoch')).toBe(String(set.body.epoch));
      return headers.get('x-yychat-engine');
    };
    const ids = Array.from({ length: 24 }, (_, n) => `rolled-${n}`);
    const first = await Promise.all(ids.map(engineOf));
    expect(new Set(first)).toEqual(new Set(['chat_engine', 'mem0_proxy']));
    expect(await Promise.all(ids.map(engineOf))).toEqual(first);
    const { body } = await send(service, 'GET /v1/engines/history');
    expect(body.data[0]).toMatchObject({ reason: 'half', by: 'admin', rollout: { shadow: null } });
    await switchTo('chat_engine');
    expect((await send(service, 'GET /v1/engines/rollout')).body).toMatchObject({
      weights: null,
      shadow: null,
    });
  });

  it('has a shadow answer unseen, and write nothing', async () => {
    await setRollout({ shadow: { engine: 'mem0_proxy', sample: 1 } });
    const before = upstream.requests.length;
    const answer = await chat('Tell me of the tide.', { conversation_id: 'shadowed' });
    expect(answer.headers.get('x-yychat-engine')).toBe('chat_engine');
    await eventually(
      () =>
        upstream.requests
          .slice(before)
          .filter(({ body }) => JSON.stringify(body.messages ?? '').includes('Tell me of the tide.'))
          .length >= 2,
      'both engines have asked the upstream',
    );
    const { body } = await send(service, 'GET /v1/conversations/shadowed/messages');
    expect(body.data).toHaveLength(2);
    await setRollout({});
  });

  it.each<[string, object, number, string | null]>([
    ['of an engine that there is not', { weights: { nobody: 1 } }, 404, 'weights'],
    ['with weights that are none', { weights: { chat_engine: -1 } }, 400, 'weights.chat_engine'],
    ['with no weight at all', { weights: { chat_engine: 0 } }, 400, 'weights'],
    ['with a sample over 1', { shadow: { engine: 'mem0_proxy', sample: 2 } }, 400, 'shadow.sample'],
    ['with a field that is none', { weight: {} }, 400, 'weight'],
  ])('%s is refused', async (_, asked, status, param) => {
    const { status: answered, body } = await setRollout(asked);
    expect([answered, body.error.param]).toEqual([status, param]);
  });
});

describe('rebuilding', () => {
  it('derives what mem0 remembers from the log again, also while it is not in use', async () => {
    await switchTo('mem0_proxy');
    await chat('My boat is called Aurelia.', { conversation_id: 'boat' });
    await caughtUp();
    await switchTo('chat_engine');
    const facts = async () =>
      (await send(service, 'GET /v1/conversations/boat/memory?engine=mem0_proxy')).body.data as {
        id: string;
      }[];
    const [before] = await facts();
    expect(before).toMatchObject({ memory: 'My boat is called Aurelia.' });
    const { status, body } = await send(service, 'POST /v1/engines/mem0_proxy/rebuild');
    expect([status, body]).toEqual([202, { object: 'engine.rebuild', engine: 'mem0_proxy' }]);
    await eventually(async () => (await facts()).length === 1, 'the fact is there again', 20_000);
    expect((await facts())[0]?.id).not.toBe(before?.id);
    await eventually(
      async () => (await memoryOf('mem0_proxy'))['status'] === 'stopped',
      'it rests again',
      20_000,
    );
  }, 60_000);

  it('can be asked for by a command, which waits for the end of it', async () => {
    const run = promisify(execFile)(process.execPath, [COMMAND, 'mem0_proxy', '--url', service.url], {
      env: { ...process.env, YYCHAT_API_KEY: ADMIN_KEY },
    });
    expect((await run).stdout).toMatch(/is derived from the log again\n[^]*caught up\n$/);
    const refused = promisify(execFile)(process.execPath, [COMMAND, 'nobody', '--url', service.url], {
      env: { ...process.env, YYCHAT_API_KEY: ADMIN_KEY },
    });
    await expect(refused).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('404') });
  }, 60_000);

  it('is refused for an engine that derives nothing, and for none', async () => {
    expect((await send(service, 'POST /v1/engines/chat_engine/rebuild')).status).toBe(409);
    expect((await send(service, 'POST /v1/engines/nobody/rebuild')).status).toBe(404);
  });
});

describe('the engine of the first start', () => {
  it('is refused where it cannot be had, and its setting named', async () => {
    const started = start({ CHAT_ENGINE: 'mem0_proxy', OPENAI_EMBEDDING_MODEL: 'none' });
    await expect(started).rejects.toThrow(/CHAT_ENGINE: mem0_proxy needs an OPENAI_EMBEDDING_MODEL/);
  });
});
