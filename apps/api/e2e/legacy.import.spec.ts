import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres, type PostgresServer } from '@yychat/services';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { makeDirectory, startService, type Environment, type ServiceUnderTest } from './support/service.js';

const COMMAND = join(import.meta.dirname, '../../../tools/operate/import-conversations.mjs');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command on lines, of which a string is written as it is. */
async function importLines(
  env: Environment,
  lines: readonly unknown[],
  ...options: string[]
): Promise<Ended> {
  const directory = await makeDirectory({});
  const file = join(directory, 'old.jsonl');
  await writeFile(
    file,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  const ended = await new Promise<Ended>((resolve) => {
    const options_ = { cwd: directory, env: { PATH: process.env['PATH'] ?? '', ...env } };
    execFile(process.execPath, [COMMAND, file, ...options], options_, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
  await rm(directory, { recursive: true });
  return ended;
}

const message = (content: string, timestamp: unknown, more: object = {}) => ({
  ...{ conversation_id: 'old', role: 'user', content, timestamp, ...more },
});
const history = [
  message('My cat is called Minka.', 1_700_000_000),
  message('What a nice name!', '2023-11-14T22:13:25.5Z', { role: 'assistant' }),
  message('我的狗叫旺财。', '2023-11-15T06:20:00+08:00', { conversation_id: '旧会话', user: 'ann' }),
  message('A secret of somebody else.', 1_700_010_000, { tenant: 'other' }),
];

let upstream: Simulator;
let postgres: PostgresServer;
const services: ServiceUnderTest[] = [];
beforeAll(async () => {
  [upstream, postgres] = await Promise.all([startSimulator(), startPostgres()]);
}, 60_000);
afterAll(async () => {
  for (const service of services) await service.stop();
  await Promise.all([upstream.close(), postgres.stop()]);
});

const start = async (env: Environment) => {
  const service = await startService({
    ...{ OPENAI_BASE_URL: upstream.baseURL, OPENAI_API_KEY: 'sk-test-0123456789' },
    ...{ MEMORY_RETRIEVAL_TIMEOUT: '10', ...env },
  });
  services.push(service);
  return service;
};

describe.each(['SQLite', 'PostgreSQL'])('conversations imported into %s', (store) => {
  let env: Environment;
  beforeAll(async () => {
    env =
      store === 'SQLite'
        ? { YYCHAT_DATA_DIR: await makeDirectory({}) }
        : { DATABASE_URL: await postgres.createDatabase(), YYCHAT_DATA_DIR: await makeDirectory({}) };
  });
  afterAll(() => rm(env['YYCHAT_DATA_DIR'] ?? '', { recursive: true, force: true }));

  it('are there once, however often they are imported', async () => {
    const first = await importLines(env, history);
    expect(first).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^4 messages: 4 added/) });
    const more = message('My parrot is called Kiwi.', 1_700_020_000);
    const again = await importLines(env, [...history, more]);
    expect(again.out).toMatch(/^5 messages: 1 added .*, 4 left out/);
  });

  it('are shown, and recalled by either engine, also those that come while the service runs', async () => {
    const service = await start(env);
    const { body } = await send(service, 'GET /v1/conversations/old/messages?order=asc');
    expect(body.data).toMatchObject([
      { role: 'user', content: 'My cat is called Minka.', created_at: 1_700_000_000, user: null },
      { role: 'assistant', content: 'What a nice name!', created_at: 1_700_000_005 },
      { role: 'user', content: 'My parrot is called Kiwi.' },
    ]);
    const ask = async (content: string, conversation_id: string, more: object = {}) => {
      const messages = [{ role: 'user', content }];
      const { headers } = await send(service, 'POST /v1/chat/completions', {
        body: { messages, conversation_id, ...more },
      });
      const prompts = upstream.requests.filter(({ body: { messages } }) => messages !== undefined);
      const asked = prompts.findLast(({ body }) => JSON.stringify(body.messages).includes(content));
      return [headers.get('x-yychat-memory'), JSON.stringify(asked?.body.messages)];
    };
    expect(await ask('What is the name of my cat?', 'old')).toEqual([
      'hit',
      expect.stringContaining('Minka'),
    ]);
    expect(await ask('我的狗叫什么名字？', '旧会话')).toEqual(['hit', expect.stringContaining('旺财')]);

    const late = await importLines(env, [
      message('My horse is called Blitz.', 1_700_030_000, { conversation_id: 'late' }),
    ]);
    expect(late.out).toMatch(/^1 messages: 1 added/);
    expect(await ask('What is the name of my horse?', 'late')).toEqual([
      'hit',
      expect.stringContaining('Blitz'),
    ]);
    await send(service, 'POST /v1/engines/switch', { body: { engine_name: 'mem0_proxy' } });
    const facts = async (id: string) =>
      JSON.stringify((await send(service, `GET /v1/conversations/${id}/memory?engine=mem0_proxy`)).body.data);
    await eventually(
      async () => (await facts('old')).includes('Minka') && (await facts('late')).includes('Blitz'),
      'mem0 has understood them',
      20_000,
    );
  });

  it('do not come back where they were deleted since', async () => {
    const service = services.at(-1)!;
    await send(service, 'DELETE /v1/conversations/old/memory');
    expect((await importLines(env, history)).out).toMatch(/^4 messages: 0 added/);
    expect((await send(service, 'GET /v1/conversations/old/messages')).body.data).toEqual([]);
  });
});

describe('a file that is not right', () => {
  it('is refused as a whole, with the line and the field of what is wrong, and nothing of what was said', async () => {
    const directory = await makeDirectory({});
    const { code, err } = await importLines({ YYCHAT_DATA_DIR: directory }, [
      message('hunter2', 1_700_000_000),
      '{"conversation_id": "hunter2',
      '',
      message('hunter2', 1_700_000_000, { role: 'system' }),
      message('', 1_700_000_000),
      message('hunter2', 1_700_000_000_000),
      message('hunter2', '2023-11-14 22:13:25'),
      message('hunter2', 1_700_000_000, { user_id: 'ann' }),
      message('hunter2', 1_600_000_000),
      message('hunter2', 99_999_999_999),
      message('hunter2', 1_700_000_000, { tenant: 'a b' }),
    ]);
    expect(code).toBe(1);
    const lines = err.trim().split('\n');
    expect(lines.map((line) => /(line \d+: [\w ]+)/.exec(line)?.[1])).toEqual([
      'line 2: is not valid JSON',
      'line 4: role',
      'line 5: content',
      'line 6: timestamp',
      'line 7: timestamp',
      'line 8: the line',
      'line 9: timestamp',
      'line 10: timestamp',
      'line 11: tenant',
      undefined,
    ]);
    expect(lines.at(-1)).toBe('Nothing was written.');
    expect(err).not.toContain('hunter2');
    expect((await importLines({ YYCHAT_DATA_DIR: directory }, history)).out).toMatch(/^4 messages: 4 added/);
    await rm(directory, { recursive: true });
  });

  it('can be looked through without a store', async () => {
    const { code, out } = await importLines({ DATABASE_URL: 'nonsense' }, history, '--check');
    expect([code, out]).toEqual([0, expect.stringContaining('nothing is wrong')]);
  });

  it('is one, and is there', async () => {
    expect((await importLines({}, [], 'another')).code).toBe(2);
    const { code, err } = await importLines({ DATABASE_URL: 'mysql://ann:hunter2@localhost/x' }, history);
    expect([code, err]).toEqual([1, expect.stringMatching(/^DATABASE_URL: was given \d+ characters/)]);
  });
});
