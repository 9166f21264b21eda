import { beforeEach, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { KitClock } from '@yychat/metrics/testing';
import { fastifyCookie } from '@fastify/cookie';
import { fastify } from 'fastify';
import { hashKey, KeyRing } from '../../auth/key-ring.js';
import { Sessions } from '../../auth/sessions.js';
import { Reception } from './reception.js';

const KEY = 'an-admin-key-0123456789';

let clock: KitClock;
let sessions: Sessions;
let reception: Reception;
beforeEach(async () => {
  // It reads cookies once the plugin was loaded.
  await fastify().register(fastifyCookie);
  clock = new KitClock();
  const keys = new KeyRing(new Map([[hashKey(KEY), { name: 'admin', role: 'admin', tenant: 'default' }]]));
  sessions = new Sessions({ keys, adminKey: KEY, clock, about: { demo: false, version: '1' } });
  const isTrusted = (address: string) => address === '10.0.0.1';
  reception = new Reception({ keys, sessions, isTrusted, clock });
});

function request(address: string, headers: Readonly<Record<string, string>>): IncomingMessage {
  const { token } = sessions.open({ key: KEY });
  const all = { host: 'inner:8000', cookie: `yychat_session=${token}`, ...headers };
  return { headers: all, socket: { remoteAddress: address } } as unknown as IncomingMessage;
}

it('lets who came with a session stay until it is over, and who came with a key as long as the key is there', () => {
  const headers = { origin: 'http://inner:8000' };
  const [guest, owner] = [
    reception.admit({}, request('10.0.0.9', headers)),
    reception.admit({ token: KEY }, request('', {})),
  ];
  clock.advance(12 * 3_600_000 - 1);
  expect([guest, owner].map((visitor) => reception.isWelcome(visitor))).toEqual([true, true]);
  clock.advance(1);
  expect([guest, owner].map((visitor) => reception.isWelcome(visitor))).toEqual([false, true]);
});

it('takes the word of a trusted proxy for the host, and of nobody else', () => {
  const headers = { origin: 'https://chat.example', 'x-forwarded-host': 'chat.example' };
  expect(reception.admit({}, request('10.0.0.1', headers))).toMatchObject({ keyHash: hashKey(KEY) });
  expect(() => reception.admit({}, request('10.0.0.2', headers))).toThrow(/another origin/);
});
