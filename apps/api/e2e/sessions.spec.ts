import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { eventually } from './support/eventually.js';
import { send, type HttpAnswer, type HttpOptions } from './support/http.js';
import { CLIENT_KEY, keysJson, OPERATOR_KEY, roleKeys } from './support/keys.js';
import {
  ADMIN_KEY,
  startService,
  type Environment,
  type Files,
  type ServiceUnderTest,
} from './support/service.js';

const SESSION = '/v1/dashboard/session';
const CSRF = { 'x-yychat-csrf': '1' };

let upstream: Simulator;
const services: ServiceUnderTest[] = [];
async function start(env: Environment = {}, files: Files = {}): Promise<ServiceUnderTest> {
  const service = await startService(
    {
      OPENAI_BASE_URL: upstream.baseURL,
      OPENAI_API_KEY: 'sk-test-0123456789',
      OPENAI_EMBEDDING_MODEL: 'none',
      YYCHAT_API_KEYS_FILE: 'keys.json',
      ...env,
    },
    { 'keys.json': keysJson(roleKeys), ...files },
  );
  services.push(service);
  return service;
}
let service: ServiceUnderTest;
beforeAll(async () => {
  upstream = await startSimulator();
  service = await start({ TRUST_PROXY: '127.0.0.0/8, ::1' });
});
afterAll(async () => {
  for (const each of services) await each.stop();
  await upstream.close();
});

/** From an address of its own, so that the attempts of one test are not those of another. */
let addresses = 0;
const login = (body: unknown, headers: Readonly<Record<string, string>> = {}, of = service) => {
  const from = { 'x-forwarded-for': `203.0.113.${(addresses += 1) % 250}` };
  return send(of, `POST ${SESSION}`, { key: null, body, headers: { ...from, ...headers } });
};
const setCookie = (answer: HttpAnswer) => answer.headers.getSetCookie()[0] ?? '';
const cookieOf = (answer: HttpAnswer) => setCookie(answer).split(';')[0] ?? '';
const loggedIn = async (key = OPERATOR_KEY) => cookieOf(await login({ key }));
const ask = (route: string, cookie: string, { headers, ...rest }: HttpOptions = {}, of = service) =>
  send(of, route, { key: null, headers: { cookie, ...headers }, ...rest });
const chat = { messages: [{ role: 'user', content: 'Hello.' }] };

describe('logging in', () => {
  it.each([
    ['an operator', OPERATOR_KEY, 'operator'],
    ['an admin', ADMIN_KEY, 'admin'],
  ])('takes the key of %s, and tells who that is', async (_, key, role) => {
    const answer = await login({ key });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ...{ name: role, role, tenant: 'default', demo: false, version: expect.stringMatching(/^\d+\./) },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await ask(`GET ${SESSION}`, cookieOf(answer))).body).toEqual(answer.body);
  });

  it('gives a cookie that neither scripts nor other sites get, for 12 hours', async () => {
    const attributes = setCookie(await login({ key: ADMIN_KEY }))
      .split('; ')
      .slice(1);
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Strict']);
  });

  it('gives one for TLS alone where a trusted proxy says that it came over TLS', async () => {
    expect(setCookie(await login({ key: ADMIN_KEY }, { 'x-forwarded-proto': 'https' }))).toContain(
      '; Secure',
    );
    const wary = await start();
    const told = await login({ key: ADMIN_KEY }, { 'x-forwarded-proto': 'https' }, wary);
    expect(setCookie(told)).not.toContain('Secure');
  });

  it('has no key in the cookie, nor in what is logged', async () => {
    const cookie = await loggedIn();
    for (const secret of [OPERATOR_KEY, ADMIN_KEY]) {
      expect(cookie).not.toContain(secret);
      expect(cookie).not.toContain(Buffer.from(secret).toString('base64url'));
      expect(service.stdout() + service.stderr()).not.toContain(secret);
    }
    expect(service.stdout() + service.stderr()).not.toContain(cookie.split('=')[1]);
  });

  it.each<[string, unknown, number, string]>([
    ['a wrong key', { key: 'wrong-key-0123456789' }, 401, 'invalid_api_key'],
    ['the key of a client', { key: CLIENT_KEY }, 403, 'insufficient_role'],
    ['a code that was never made', { code: 'A'.repeat(32) }, 401, 'invalid_login_code'],
    ['neither', {}, 400, 'invalid_value'],
    ['both', { key: OPERATOR_KEY, code: 'A' }, 400, 'invalid_value'],
    ['a key that is no text', { key: [OPERATOR_KEY] }, 400, 'invalid_value'],
    ['more than was asked for', { key: OPERATOR_KEY, role: 'admin' }, 400, 'unknown_parameter'],
  ])('refuses %s', async (_, body, status, code) => {
    const answer = await login(body);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(setCookie(answer)).toBe('');
    expect(answer.text).not.toContain(OPERATOR_KEY);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of the same host', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin', { origin: 'null' }],
  ])('refuses a page of %s', async (_, headers) => {
    const answer = await login({ key: OPERATOR_KEY }, headers);
    expect([answer.status, answer.body.error.code]).toEqual([403, 'cross_site_request']);
  });

  it('lets nobody guess on and on, and nobody else wait for that', async () => {
    const from = { 'x-forwarded-for': '198.51.100.7' };
    for (let i = 0; i < 10; i++) expect((await login({ key: `wrong-${i}` }, from)).status).toBe(401);
    const answer = await login({ key: OPERATOR_KEY }, from);
    expect([answer.status, answer.body.error.code]).toEqual([429, 'too_many_attempts']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await login({ key: OPERATOR_KEY })).status).toBe(200);
  });

  it('counts the addresses that an IPv6 user can have as one, and no attempt that went well', async () => {
    const from = (i: number) => ({ 'x-forwarded-for': `2001:db8:0:7::${i.toString(16)}` });
    for (let i = 0; i < 15; i++) expect((await login({ key: OPERATOR_KEY }, from(i))).status).toBe(200);
    for (let i = 0; i < 10; i++) await login({ key: 'wrong' }, from(i));
    expect((await login({ key: 'wrong' }, from(99))).status).toBe(429);
    expect((await login({ key: 'wrong' }, { 'x-forwarded-for': '2001:db8:0:8::1' })).status).toBe(401);
  });
});

describe('a session', () => {
  it('opens what its key opens, and no more', async () => {
    const cookie = await loggedIn();
    expect((await ask('GET /v1/engines/list', cookie)).status).toBe(200);
    expect((await ask('POST /v1/chat/completions', cookie, { body: chat, headers: CSRF })).status).toBe(200);
    const switched = await ask('POST /v1/engines/switch', cookie, {
      ...{ body: { engine_name: 'chat_engine' }, headers: CSRF },
    });
    expect([switched.status, switched.body.error.code]).toEqual([403, 'insufficient_role']);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['without the header that only its own page can send', {}],
    ['from another site', { ...CSRF, 'sec-fetch-site': 'cross-site' }],
    ['from another origin', { ...CSRF, origin: 'http://127.0.0.1:1' }],
  ])('changes nothing %s', async (_, headers) => {
    const cookie = await loggedIn(ADMIN_KEY);
    const answer = await ask('POST /v1/chat/completions', cookie, { body: chat, headers });
    expect([answer.status, answer.body.error.code]).toEqual([403, 'cross_site_request']);
  });

  it('is taken from its own page', async () => {
    const headers = { ...CSRF, origin: service.url, 'sec-fetch-site': 'same-origin' };
    const answer = await ask('POST /v1/chat/completions', await loggedIn(), { body: chat, headers });
    expect(answer.status).toBe(200);
  });

  it('counts for nothing beside a key', async () => {
    const cookie = await loggedIn(ADMIN_KEY);
    const right = await ask('POST /v1/chat/completions', cookie, { key: CLIENT_KEY, body: chat });
    expect(right.status).toBe(200);
    expect((await ask('GET /v1/engines/list', cookie, { key: CLIENT_KEY })).status).toBe(403);
    expect((await ask('GET /v1/engines/list', cookie, { key: 'wrong' })).status).toBe(401);
  });

  it('cannot be made up, changed or lengthened', async () => {
    const cookie = await loggedIn();
    const [expires = '', hash = '', signature = ''] = cookie.split('=')[1]!.split('.');
    const adminHash = (await loggedIn(ADMIN_KEY)).split('.')[1] ?? '';
    for (const value of [
      ...['', 'x', `${expires}.${hash}`, `${expires}.${hash}.`],
      `${Number(expires) + 1}.${hash}.${signature}`,
      `${expires}.${adminHash}.${signature}`,
      `${expires}.${hash}.${'A'.repeat(43)}`,
      `${expires}.${hash}.${signature}A`,
    ]) {
      expect((await ask(`GET ${SESSION}`, `yychat_session=${value}`)).status).toBe(401);
    }
    expect((await ask(`GET ${SESSION}`, `other=1; ${cookie}; more=2`)).status).toBe(200);
  });

  it('is forgotten by the browser after the logout, which needs none', async () => {
    for (const cookie of [await loggedIn(), 'yychat_session=over']) {
      const answer = await ask(`DELETE ${SESSION}`, cookie);
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(setCookie(answer)).toMatch(/^yychat_session=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970/);
    }
    const foreign = await ask(`DELETE ${SESSION}`, '', { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(foreign.status).toBe(403);
  });

  it('is not there without a cookie', async () => {
    const answer = await send(service, `GET ${SESSION}`, { key: null });
    expect([answer.status, answer.body.error.code]).toEqual([401, 'invalid_api_key']);
    expect((await send(service, `GET ${SESSION}`, { key: CLIENT_KEY })).body.role).toBe('client');
  });

  it('is good on every instance that has the same admin key, and on no other', async () => {
    const cookie = await loggedIn();
    const [same, other] = await Promise.all([
      start(),
      start({ YYCHAT_API_KEY: 'another-admin-key-0123456789' }),
    ]);
    expect((await ask(`GET ${SESSION}`, cookie, {}, same)).body.name).toBe('operator');
    expect((await ask(`GET ${SESSION}`, cookie, {}, other)).status).toBe(401);
  });

  it('follows its key: another role counts at once, a key that is gone ends it', async () => {
    const own = await start();
    const cookie = cookieOf(await login({ key: OPERATOR_KEY }, {}, own));
    const change = (...keys: Parameters<typeof keysJson>) =>
      writeFile(join(own.dataDir, 'keys.json'), keysJson(...keys));
    const read = () => ask(`GET ${SESSION}`, cookie, {}, own);
    await change([{ key: OPERATOR_KEY, name: 'operator', role: 'admin' }]);
    await eventually(async () => (await read()).body.role === 'admin', 'the role is another', 1_000);
    await change([{ key: OPERATOR_KEY, name: 'operator', role: 'client' }]);
    await eventually(async () => (await read()).status === 401, 'the role does not reach', 1_000);
    await change([{ key: OPERATOR_KEY, name: 'operator', role: 'operator' }]);
    await eventually(async () => (await read()).status === 200, 'the key is back', 1_000);
    await change([]);
    await eventually(async () => (await read()).status === 401, 'the key is gone', 1_000);
  });
});

describe('the link of the first start', () => {
  it('is printed with the key that was made, and logs in once', async () => {
    const first = await start({ YYCHAT_API_KEY: '', DASHBOARD_DIR: '.' }, { 'index.html': '' });
    const code = /\/dashboard#login=([\w-]{32})\n/.exec(first.stderr())?.[1];
    const answer = await login({ code }, {}, first);
    expect([answer.status, answer.body.role]).toEqual([200, 'admin']);
    expect((await ask(`GET ${SESSION}`, cookieOf(answer), {}, first)).status).toBe(200);
    expect((await login({ code }, {}, first)).status).toBe(401);
    expect(first.stdout()).not.toContain(code);
  });

  it('is not printed where a key was given', () => {
    expect(service.stderr()).not.toContain('login=');
  });
});
