import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import {
  DASHBOARD_NAMESPACE,
  type DashboardClientEvents,
  type DashboardServerEvents,
} from '@yychat/protocol';
import { io, type Socket } from 'socket.io-client';
import { CLIENT_KEY, keysJson, OPERATOR_KEY, roleKeys } from './support/keys.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { ADMIN_KEY } from './support/service.js';

type Dashboard = Socket<DashboardServerEvents, DashboardClientEvents>;
type ConnectError = Error & { readonly data?: unknown };

const snapshot = {
  timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  engine: { name: 'chat_engine', epoch: 1, since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
};

let setup: Setup;
let sockets: Dashboard[] = [];
beforeAll(async () => {
  setup = await startOverSimulator({
    env: { YYCHAT_API_KEYS_FILE: 'keys.json' },
    files: { 'keys.json': keysJson(roleKeys) },
  });
});
afterEach(() => {
  for (const socket of sockets) socket.close();
  sockets = [];
});
afterAll(() => setup.stop());

function open(auth: object, options: object = {}): Dashboard {
  const url = setup.service.url + DASHBOARD_NAMESPACE;
  const socket: Dashboard = io(url, { auth, forceNew: true, reconnection: false, ...options });
  sockets.push(socket);
  return socket;
}

const arrives = (socket: Dashboard) => new Promise((resolve) => socket.once('snapshot', resolve));

function refusal(socket: Dashboard): Promise<ConnectError> {
  return new Promise((resolve, reject) => {
    socket.once('connect_error', resolve);
    socket.once('connect', () => reject(new Error('It was let in.')));
  });
}

it.each([
  ['an operator', OPERATOR_KEY, 'websocket'],
  ['an operator', OPERATOR_KEY, 'polling'],
  ['an admin', ADMIN_KEY, 'websocket'],
])('shows %s a snapshot at once, over %s', async (_, token, transport) => {
  expect(await arrives(open({ token }, { transports: [transport] }))).toEqual(snapshot);
});

it('shows a snapshot again to whoever asks', async () => {
  const socket = open({ token: OPERATOR_KEY });
  await arrives(socket);
  expect(await socket.emitWithAck('snapshot')).toEqual(snapshot);
});

it('refuses a client', async () => {
  const error = await refusal(open({ token: CLIENT_KEY }));
  expect(error.message).toContain('operator');
  expect(error.data).toEqual({ status: 403, code: 'insufficient_role' });
});

it.each([
  ['no key', {}],
  ['a wrong key', { token: 'wrong' }],
  ['a key that is no text', { token: { toString: OPERATOR_KEY } }],
  ['a list of keys', { token: [OPERATOR_KEY] }],
])('refuses whoever comes with %s', async (_, auth) => {
  const error = await refusal(open(auth));
  expect(error.data).toEqual({ status: 401, code: 'invalid_api_key' });
});

it('takes no key from the address, where logs would have it', async () => {
  const error = await refusal(open({}, { query: { token: OPERATOR_KEY } }));
  expect(error.data).toMatchObject({ status: 401 });
});

it('has nothing to show outside of its namespace', async () => {
  const url = setup.service.url;
  const socket: Dashboard = io(url, { auth: { token: ADMIN_KEY }, forceNew: true, reconnection: false });
  sockets.push(socket);
  let seen = false;
  socket.once('snapshot', () => (seen = true));
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve);
    socket.once('connect_error', () => resolve());
  });
  await arrives(open({ token: ADMIN_KEY }));
  expect(seen).toBe(false);
});
