import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  browserHeaders,
  closeDashboards,
  openDashboard,
  refusalOf,
  snapshotOf,
  type Entry,
} from './support/dashboards.js';
import { CLIENT_KEY, keysJson, OPERATOR_KEY, roleKeys } from './support/keys.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { ADMIN_KEY } from './support/service.js';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const spread = expect.objectContaining({ count: 0, avg: null, p95: null, p99: null });
const snapshot = {
  seq: expect.any(Number),
  window: '5m',
  timestamp: expect.stringMatching(ISO),
  engine: { name: 'chat_engine', epoch: 1, since: expect.stringMatching(ISO) },
  alerts: { firing: expect.any(Number), critical: expect.any(Number), pending: expect.any(Number) },
  recent_requests: [],
  statistics: expect.objectContaining({
    complete: true,
    summary: expect.objectContaining({ total_requests: 0, error_rate: null }),
    total_time: spread,
    cache: { count: 0, hit_count: 0, miss_count: 0, hit_rate: null },
  }),
  system: expect.objectContaining({ instances: [expect.objectContaining({ pid: expect.any(Number) })] }),
  live: expect.arrayContaining([expect.objectContaining({ count: 0, avg: null, error_rate: null })]),
};

let setup: Setup;
beforeAll(async () => {
  setup = await startOverSimulator({
    env: { YYCHAT_API_KEYS_FILE: 'keys.json' },
    files: { 'keys.json': keysJson(roleKeys) },
  });
});
afterEach(closeDashboards);
afterAll(() => setup.stop());

const open = (entry: Entry) => openDashboard(setup.service, entry);
const loggedIn = (key: string) => browserHeaders(setup.service, key);

it.each([
  ['an operator', OPERATOR_KEY],
  ['an admin', ADMIN_KEY],
])('shows %s a snapshot at once', async (_, token) => {
  expect(await snapshotOf(open({ token }))).toEqual(snapshot);
});

it('shows a snapshot again to whoever asks', async () => {
  const dashboard = open({ token: OPERATOR_KEY });
  await snapshotOf(dashboard);
  expect(await dashboard.emitWithAck('snapshot')).toEqual(snapshot);
});

it('shows another window to whoever asks for it', async () => {
  const dashboard = open({ token: OPERATOR_KEY });
  await snapshotOf(dashboard);
  expect(await dashboard.emitWithAck('watch', '1h')).toEqual({ ...snapshot, window: '1h' });
  expect(await dashboard.emitWithAck('snapshot')).toEqual({ ...snapshot, window: '1h' });
});

describe('a key', () => {
  it('of a client is not enough', async () => {
    const error = await refusalOf(open({ token: CLIENT_KEY }));
    expect(error.message).toContain('operator');
    expect(error.data).toEqual({ status: 403, code: 'insufficient_role' });
  });

  it.each<[string, Entry]>([
    ['is needed', {}],
    ['must be right', { token: 'wrong' }],
    ['is no object', { token: { toString: OPERATOR_KEY } }],
    ['is no list', { token: [OPERATOR_KEY] }],
    ['is not empty', { token: '' }],
    ['is not taken from a header', { headers: { authorization: `Bearer ${OPERATOR_KEY}` } }],
  ])('%s', async (_, entry) => {
    expect((await refusalOf(open(entry))).data).toEqual({ status: 401, code: 'invalid_api_key' });
  });

  it('is not taken from the address, where logs would have it', async () => {
    const dashboard = open({});
    dashboard.io.opts.query = { token: OPERATOR_KEY };
    expect((await refusalOf(dashboard)).data).toMatchObject({ status: 401 });
  });
});

describe('the cookie of a session', () => {
  it('opens it from the page itself', async () => {
    expect(await snapshotOf(open({ headers: await loggedIn(OPERATOR_KEY) }))).toEqual(snapshot);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another port of the same host', { origin: 'http://127.0.0.1:1' }],
    ['no origin', { origin: 'null' }],
    ['what does not say its origin', { origin: '' }],
    [
      'a page that says to come through a proxy',
      { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
    ],
  ])('does not open it from %s', async (_, headers) => {
    const error = await refusalOf(open({ headers: { ...(await loggedIn(OPERATOR_KEY)), ...headers } }));
    expect(error.data).toEqual({ status: 403, code: 'cross_site_request' });
  });

  it('does not open it when it was made up', async () => {
    const headers = { cookie: 'yychat_session=1.2.3', origin: setup.service.url };
    expect((await refusalOf(open({ headers }))).data).toMatchObject({ status: 401 });
  });

  it('counts for nothing beside a key', async () => {
    const headers = await loggedIn(ADMIN_KEY);
    expect((await refusalOf(open({ token: 'wrong', headers }))).data).toMatchObject({ status: 401 });
  });
});

it('is not there over polling, which would need a load balancer that knows its clients', async () => {
  expect((await refusalOf(open({ token: ADMIN_KEY, transport: 'polling' }))).message).toContain('poll');
});

it.each(['/', '/admin'])('has nothing at the namespace %s', async (namespace) => {
  await refusalOf(open({ token: ADMIN_KEY, namespace }));
});
