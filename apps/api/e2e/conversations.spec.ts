import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { send, type HttpAnswer } from './support/http.js';
import { CLIENT_KEY, keysJson, OPERATOR_KEY, roleKeys } from './support/keys.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';

const OTHER_TENANT_KEY = 'test-other-tenant-key-0123456789';
const keys = [
  ...roleKeys,
  { key: OTHER_TENANT_KEY, name: 'other', role: 'client' as const, tenant: 'other' },
];

let setup: Setup;
beforeAll(async () => {
  setup = await startOverSimulator({
    env: {
      YYCHAT_API_KEYS_FILE: 'keys.json',
      OPENAI_EMBEDDING_MODEL: 'text-embedding-3-small',
      // On a busy machine, half a second is short.
      MEMORY_RETRIEVAL_TIMEOUT: '10',
    },
    files: { 'keys.json': keysJson(keys) },
  });
});
afterAll(() => setup.stop());
beforeEach(() => setup.upstream.reset());

let made = 0;
/** A conversation that no other test knows. */
const fresh = () => `conversation-${(made += 1)}`;

interface Asking {
  readonly key?: string;
  readonly user?: string;
  readonly stream?: boolean;
}

function say(
  conversation_id: string | undefined,
  content: string,
  { key, ...more }: Asking = {},
): Promise<HttpAnswer> {
  const body = {
    messages: [{ role: 'user', content }],
    ...(conversation_id !== undefined && { conversation_id }),
    ...more,
  };
  return send(setup.service, 'POST /v1/chat/completions', { body, ...(key !== undefined && { key }) });
}

interface Shown {
  readonly role: string;
  readonly content: string;
}
const saidIn = ({ body }: HttpAnswer) =>
  (body.data as readonly Shown[]).map(({ role, content }) => [role, content]);

const read = (path: string, key?: string) =>
  send(setup.service, `GET /v1/conversations/${path}`, key === undefined ? {} : { key });
const forget = (path: string, key?: string) =>
  send(setup.service, `DELETE /v1/conversations/${path}/memory`, key === undefined ? {} : { key });
/** All that the model was shown last. */
const shown = () => JSON.stringify(setup.turns().at(-1)?.body);

describe('a conversation', () => {
  it.each([false, true])('is remembered, and says so (stream: %s)', async (stream) => {
    const id = fresh();
    const first = await say(id, 'My cat is called Minka.', { stream });
    expect(first.status).toBe(200);
    expect(first.headers.get('x-yychat-memory')).toBe('miss');
    const second = await say(id, 'What is the name of my cat?', { stream });
    expect(second.headers.get('x-yychat-memory')).toBe('hit');
    expect(shown()).toContain('My cat is called Minka.');
  });

  it('is not touched by a turn without its id', async () => {
    const answer = await say(undefined, 'My cat is called Minka.', { user: 'nobody-else' });
    expect(answer.headers.get('x-yychat-memory')).toBe('off');
    await say(undefined, 'What is the name of my cat?', { user: 'nobody-else' });
    expect(shown()).not.toContain('Minka');
  });

  it('is known from others of the same user, and to nobody else', async () => {
    const [one, two] = [fresh(), fresh()];
    await say(one, 'My boat is called Albatros.', { user: 'ann' });
    await say(two, 'What is the name of my boat?', { user: 'ann' });
    expect(shown()).toContain('Albatros');
    await say(fresh(), 'What is the name of my boat?', { user: 'ben' });
    expect(shown()).not.toContain('Albatros');
    await say(fresh(), 'What is the name of my boat?');
    expect(shown()).not.toContain('Albatros');
    await say(one, 'What is the name of my boat?', { user: 'ann', key: OTHER_TENANT_KEY });
    expect(shown()).not.toContain('Albatros');
  });

  it('is shown as it was said, page by page', async () => {
    const id = fresh();
    for (const n of [1, 2, 3]) await say(id, `Number ${n}.`, { user: 'ann' });
    const all = await read(`${id}/messages?order=asc`);
    expect(all.status).toBe(200);
    expect(saidIn(all)).toEqual(
      [1, 2, 3].flatMap((n) => [
        ['user', `Number ${n}.`],
        ['assistant', expect.any(String)],
      ]),
    );
    expect(all.body).toMatchObject({
      object: 'list',
      has_more: false,
      first_id: all.body.data[0].id,
      last_id: all.body.data[5].id,
    });
    expect(all.body.data[0]).toEqual({
      id: expect.stringMatching(/^msg_\d+$/),
      object: 'conversation.message',
      created_at: expect.any(Number),
      role: 'user',
      content: 'Number 1.',
      name: null,
      user: 'ann',
      turn_id: expect.stringMatching(/^req_/),
    });
    const newest = await read(`${id}/messages?limit=4`);
    expect(newest.body).toMatchObject({ has_more: true });
    const rest = await read(`${id}/messages?limit=4&after=${newest.body.last_id}`);
    expect(rest.body).toMatchObject({ has_more: false });
    expect([...newest.body.data, ...rest.body.data]).toEqual([...all.body.data].reverse());
  });

  it('is counted', async () => {
    const id = fresh();
    for (const n of [1, 2]) await say(id, `Number ${n}.`);
    const { status, body } = await read(`${id}/memory?limit=1&engine=chat_engine`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      object: 'list',
      conversation_id: id,
      messages: 4,
      turns: 2,
      first_message_at: expect.any(Number),
      last_message_at: expect.any(Number),
      recall: { method: expect.stringContaining('lexical') },
      has_more: true,
    });
    expect(body.data).toEqual([
      {
        id: expect.any(String),
        object: 'conversation.memory',
        created_at: expect.any(Number),
        role: 'assistant',
        memory: expect.any(String),
      },
    ]);
  });

  it('is empty before anything was said', async () => {
    const { status, body } = await read(`${fresh()}/memory`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ data: [], messages: 0, turns: 0, first_message_at: null, first_id: null });
  });

  it('can be deleted, and nothing brings it back', async () => {
    const [id, other] = [fresh(), fresh()];
    for (const each of [id, other]) await say(each, 'My horse is called Sturmwind.', { user: each });
    const deleted = await forget(id);
    expect(deleted.status).toBe(200);
    expect(deleted.body).toEqual({ id, object: 'conversation.memory.deleted', deleted: true, messages: 2 });
    expect((await read(`${id}/messages`)).body.data).toEqual([]);
    await say(id, 'What is the name of my horse?', { user: id });
    expect(shown()).not.toContain('Sturmwind');
    expect((await forget(id)).body.messages).toBe(2);
    expect((await forget(id)).body.messages).toBe(0);
    await say(other, 'What is the name of my horse?');
    expect(shown()).toContain('Sturmwind');
  });

  it('is not begun anew by a turn that was under way when it was deleted', async () => {
    const id = fresh();
    setup.upstream.enqueue({ latency: 500 });
    const turn = say(id, 'My horse is called Sturmwind.');
    await setup.until(({ active }) => active > 0);
    await forget(id);
    expect((await turn).status).toBe(200);
    expect((await read(`${id}/messages`)).body.data).toEqual([]);
  });

  it('belongs to its tenant; an admin may look at that of another', async () => {
    const id = fresh();
    await say(id, 'My horse is called Sturmwind.', { key: OTHER_TENANT_KEY });
    const count = async (path: string, key?: string) => saidIn(await read(path, key)).length;
    expect(await count(`${id}/messages`)).toBe(0);
    expect(await count(`${id}/messages`, CLIENT_KEY)).toBe(0);
    expect(await count(`${id}/messages`, OTHER_TENANT_KEY)).toBe(2);
    expect(await count(`${id}/messages?tenant=other`)).toBe(2);
    expect((await read(`${id}/messages?tenant=other`, CLIENT_KEY)).status).toBe(403);
    expect((await read(`${id}/memory?tenant=other`, OPERATOR_KEY)).status).toBe(403);
    expect((await forget(`${id}/memory?tenant=other`.replace('/memory', ''), CLIENT_KEY)).status).not.toBe(
      200,
    );
    expect((await forget(id, CLIENT_KEY)).body.messages).toBe(0);
    expect((await forget(id, OTHER_TENANT_KEY)).body.messages).toBe(2);
  });

  it('may have any id that a request may name', async () => {
    const id = `${'我/?%&"'.repeat(42)}abcd`;
    expect(id.length).toBe(256);
    await say(id, 'Hello.');
    const { status, body } = await read(`${encodeURIComponent(id)}/messages`);
    expect([status, body.data.length]).toEqual([200, 2]);
    const long = await read(`${'a'.repeat(257)}/messages`);
    expect(long.body.error).toMatchObject({ param: 'id', type: 'invalid_request_error' });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['order=up', 'order'],
    ['after=7', 'after'],
    ['tenant=', 'tenant'],
  ])('refuses ?%s and names what is wrong', async (query, param) => {
    for (const list of ['messages', 'memory']) {
      const { status, body } = await read(`any/${list}?${query}`);
      expect([status, body.error.param]).toEqual([400, param]);
      expect(body.error.message).toContain(`'${param}'`);
    }
  });
});

describe('what a turn was shown', () => {
  const QUESTION = 'What is the name of my horse?';
  const shownIn = (answer: HttpAnswer, { query = '', key }: { query?: string; key?: string } = {}) =>
    send(
      setup.service,
      `GET /v1/performance/requests/${answer.headers.get('x-request-id')}/contents${query}`,
      key === undefined ? {} : { key },
    );

  it('can be looked at: the memories, where they come from, and the tools that ran', async () => {
    const [said, asked] = [fresh(), fresh()];
    await say(said, 'My horse is called Sturmwind.', { user: 'rider' });
    const begun = Date.now();
    setup.upstream.enqueue({ toolCalls: [{ name: 'calculator', arguments: '{"expression":"12*7"}' }] });
    const answer = await say(asked, QUESTION, { user: 'rider', stream: true });
    const { status, body } = await shownIn(answer);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      object: 'turn.contents',
      request_id: answer.headers.get('x-request-id'),
      engine: answer.headers.get('x-yychat-engine'),
      conversation_id: asked,
      memory: 'hit',
      truncated: false,
    });
    const [memory] = body.memories as readonly { readonly timestamp: string }[];
    expect(memory).toMatchObject({
      text: 'My horse is called Sturmwind.',
      role: 'user',
      conversation_id: said,
      score: expect.any(Number),
      before: null,
      after: { role: 'assistant', text: expect.any(String) },
    });
    expect(Math.abs(Date.parse(memory?.timestamp ?? '') - begun)).toBeLessThan(60_000);
    expect(body.tools).toEqual([
      {
        ...{ name: 'calculator', ok: true, duration: expect.any(Number) },
        ...{ arguments: '{"expression":"12*7"}', result: expect.stringContaining('84') },
      },
    ]);
  });

  it('is not kept of a turn that was shown nothing', async () => {
    const { status, body } = await shownIn(await say(fresh(), QUESTION));
    expect([status, body.error.code]).toEqual([404, 'turn_contents_not_kept']);
  });

  it('is cut where it is long', async () => {
    const expression = `1${'+1'.repeat(5_000)}`;
    setup.upstream.enqueue({ toolCalls: [{ name: 'calculator', arguments: { expression } }] });
    const { body } = await shownIn(await say(undefined, QUESTION));
    expect(body).toMatchObject({ memory: 'off', memories: [], truncated: true });
    expect(body.tools[0].arguments).toHaveLength(4_000);
  });

  it('is for operators, and belongs to its tenant; an admin sees that of all', async () => {
    const id = fresh();
    const key = OTHER_TENANT_KEY;
    await say(id, 'My horse is called Sturmwind.', { key });
    const answer = await say(id, QUESTION, { key });
    const statusFor = async (options: Parameters<typeof shownIn>[1]) =>
      (await shownIn(answer, options)).status;
    expect(await statusFor({})).toBe(200);
    expect(await statusFor({ query: '?tenant=other' })).toBe(200);
    expect(await statusFor({ query: '?tenant=default' })).toBe(404);
    expect(await statusFor({ key: OPERATOR_KEY })).toBe(404);
    expect(await statusFor({ key: OPERATOR_KEY, query: '?tenant=other' })).toBe(403);
    expect(await statusFor({ key })).toBe(403);
  });

  it('goes with what was said', async () => {
    const id = fresh();
    await say(id, 'My horse is called Sturmwind.');
    const answer = await say(id, QUESTION);
    expect((await shownIn(answer)).status).toBe(200);
    await forget(id);
    expect((await shownIn(answer)).status).toBe(404);
  });

  it('goes with it from a turn that was under way, too', async () => {
    const id = fresh();
    await say(id, 'My horse is called Sturmwind.');
    setup.upstream.enqueue({ latency: 500 });
    const turn = say(id, QUESTION);
    await setup.until(({ active }) => active > 0);
    await forget(id);
    expect((await shownIn(await turn)).status).toBe(404);
  });
});

describe('the store', () => {
  let dataDir: string;
  const starts: Setup[] = [];
  const start = async (env: Readonly<Record<string, string>> = {}) => {
    const started = await startOverSimulator({ env: { YYCHAT_DATA_DIR: dataDir, ...env } });
    starts.push(started);
    return started;
  };
  const ask = ({ service }: Setup, content: string) =>
    send(service, 'POST /v1/chat/completions', {
      body: { messages: [{ role: 'user', content }], conversation_id: 'c' },
    });
  const messages = async ({ service }: Setup) =>
    (await send(service, 'GET /v1/conversations/c/messages?order=asc')).body.data as readonly {
      role: string;
      content: string;
    }[];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'yychat-store-'));
  });
  afterAll(async () => {
    for (const started of starts) await started.stop();
  });

  it('keeps what was answered when the process is killed', async () => {
    const before = await start();
    await ask(before, 'My cat is called Minka.');
    before.service.signal('SIGKILL');
    await before.service.exited();
    const after = await start();
    expect((await messages(after)).map(({ role }) => role)).toEqual(['user', 'assistant']);
    const answer = await ask(after, 'What is the name of my cat?');
    expect(answer.headers.get('x-yychat-memory')).toBe('hit');
    await after.stop();
    await rm(dataDir, { recursive: true });
  });

  it.each([
    ['user_only', 'user'],
    ['assistant_only', 'assistant'],
  ])('keeps in the mode %s what the %s said', async (mode, role) => {
    const started = await start({ MEMORY_SAVE_MODE: mode });
    await ask(started, 'My cat is called Minka.');
    expect((await messages(started)).map((message) => message.role)).toEqual([role]);
    await started.stop();
    await rm(dataDir, { recursive: true });
  });
});
