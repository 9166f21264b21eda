import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { CLIENT_KEY, keysJson, OPERATOR_KEY, roleKeys, type TestKey } from './support/keys.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { ADMIN_KEY } from './support/service.js';

const chat = { messages: [{ role: 'user', content: 'hi' }] };
const sum = { name: 'calculator', arguments: { expression: '1 + 1' } };

/** Every route that needs a key, with a body that it takes, and the least role that may use it. */
const routes: readonly (readonly [role: 'client' | 'operator' | 'admin', route: string, body?: object])[] = [
  ['client', 'POST /v1/chat/completions', chat],
  ['client', 'GET /v1/models'],
  ['client', 'GET /v1/models/gpt-4o'],
  ['client', 'GET /v1/personalities'],
  ['client', 'GET /v1/tools'],
  ['client', 'POST /v1/tools/call', sum],
  ['client', 'GET /v1/mcp/tools'],
  ['client', 'GET /v1/conversations/c/messages'],
  ['client', 'GET /v1/conversations/c/memory'],
  ['client', 'DELETE /v1/conversations/c/memory'],
  ['operator', 'GET /v1/engines/history'],
  ['operator', 'POST /v1/chat/completions', { ...chat, engine: 'chat_engine' }],
  ['operator', 'POST /v1/chat/completions', { ...chat, metadata: { engine: 'chat_engine' } }],
  ['operator', 'GET /v1/engines/list'],
  ['operator', 'GET /v1/engines/current'],
  ['operator', 'GET /v1/engines/health'],
  ['operator', 'GET /v1/engines/rollout'],
  ['operator', 'GET /v1/performance/stats'],
  ['operator', 'GET /v1/dashboard/realtime'],
  ['operator', 'GET /v1/alerts'],
  ['operator', 'GET /metrics'],
  ['admin', 'POST /v1/engines/switch', { engine_name: 'chat_engine' }],
  ['admin', 'POST /v1/engines/rollout', {}],
  ['admin', 'DELETE /v1/performance/clear'],
];
const keys = [
  ['client', CLIENT_KEY],
  ['operator', OPERATOR_KEY],
  ['admin', ADMIN_KEY],
] as const;
const rank = { client: 0, operator: 1, admin: 2 };

let setup: Setup;
beforeAll(async () => {
  setup = await startOverSimulator({
    env: { YYCHAT_API_KEYS_FILE: 'keys.json' },
    files: { 'keys.json': keysJson(roleKeys) },
  });
});
afterAll(() => setup.stop());

describe.each(routes)('with a key of the role %s or above, %s', (least, route, body) => {
  it.each(keys)('is what a key of the role %s gets, or a 403', async (role, key) => {
    const answer = await send(setup.service, route, { key, body });
    if (rank[role] >= rank[least]) {
      expect(answer.status).toBe(200);
      return;
    }
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual({
      error: {
        message: `This needs a key with the role "${least}".`,
        type: 'permission_error',
        param: null,
        code: 'insufficient_role',
      },
    });
  });

  it.each([
    ['no key', {}],
    ['a wrong key', { authorization: 'Bearer wrong' }],
    ['the hash of a key', { authorization: `Bearer ${JSON.parse(keysJson(roleKeys)).keys[0].sha256}` }],
    ['another scheme', { authorization: `Basic ${btoa(`x:${ADMIN_KEY}`)}` }],
    ['an empty key', { authorization: 'Bearer ' }],
    ['two keys', { authorization: `Bearer ${ADMIN_KEY} ${ADMIN_KEY}` }],
  ])('is a 401 with %s', async (_, headers) => {
    const answer = await send(setup.service, route, { key: null, headers, body });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.body).toEqual({
      error: {
        message: expect.stringMatching(/API key/),
        type: 'authentication_error',
        param: null,
        code: 'invalid_api_key',
      },
    });
  });
});

it('takes the scheme in any case', async () => {
  const headers = { authorization: `bearer ${CLIENT_KEY}` };
  expect((await send(setup.service, 'GET /v1/tools', { key: null, headers })).status).toBe(200);
});

it('asks for the key before it reads a body', async () => {
  const options = { key: 'wrong', body: 'x'.repeat(100_000) };
  expect((await send(setup.service, 'POST /v1/chat/completions', options)).status).toBe(401);
});

describe('when the file of keys changes', () => {
  const file = () => join(setup.service.dataDir, 'keys.json');
  const replace = async (text: string) => {
    await writeFile(`${file()}.new`, text);
    await rename(`${file()}.new`, file());
  };
  const statusOf = async (key: string) =>
    (await send(setup.service, 'GET /v1/engines/current', { key })).status;
  const newcomer: TestKey = { key: 'test-newcomer-key-0123456789', name: 'newcomer', role: 'operator' };

  it('lets new keys in, and keeps those out that are gone, without a restart', async () => {
    expect(await statusOf(newcomer.key)).toBe(401);
    await replace(keysJson([{ ...roleKeys[0]!, role: 'operator' }, newcomer]));
    await eventually(async () => (await statusOf(newcomer.key)) === 200, 'the new key opens', 15_000);
    expect(await statusOf(OPERATOR_KEY)).toBe(401);
    expect(await statusOf(CLIENT_KEY)).toBe(200);
    expect(await statusOf(ADMIN_KEY)).toBe(200);
  });

  it.each([
    ['is broken', '{"keys": ['],
    ['has a field that there is not', '{"keys": [], "key": "x"}'],
    ['has a key in plain text', '{"keys": [{"name": "x", "role": "admin", "sha256": "plain-secret-key"}]}'],
  ])('to one that %s, keeps the keys before, and says so in the log', async (_, text) => {
    const before = setup.service.stdout().length;
    await replace(text);
    const logged = () => setup.service.stdout().slice(before);
    await eventually(() => logged().includes('not reloaded'), 'the log tells', 15_000);
    expect(logged()).toContain('keys.json');
    expect(logged()).not.toContain('plain-secret-key');
    expect(await statusOf(newcomer.key)).toBe(200);
  });

  it('to none, keeps the keys before', async () => {
    const before = setup.service.stdout().length;
    await rename(file(), `${file()}.away`);
    await eventually(
      () => setup.service.stdout().slice(before).includes('not reloaded'),
      'the log tells',
      15_000,
    );
    expect(await statusOf(newcomer.key)).toBe(200);
  });
});
