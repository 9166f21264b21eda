/**
 * Three instances on one Redis; the one that evaluates is killed at random, again and again, under restless signals. Build the libs first.
 *   node tools/bench/src/alerts/kills.mjs [--kills 50] [--rules 40]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@keyv/redis';
import { startRedis } from '@yychat/services';
import { parseRule } from '../../../../libs/alerts/dist/index.js';
import { RedisAlertStore } from '../../../../libs/alerts/dist/redis/index.js';
import { clock } from '../metrics/quiet-parts.mjs';
import { goalLine, isMet, summaryLine } from '../runner/goals.mjs';
import { quantile } from '../runner/quantiles.mjs';
import { spread } from '../runner/spread.mjs';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, rules: { type: 'string', default: '40' } },
});
const CHANNELS = 20;
/** Milliseconds that an instance evaluates before it is killed, at most. */
const LONGEST = 8_000;
const CHILD = join(import.meta.dirname, 'evaluating-child.mjs');

const redis = await startRedis();
/** Times that each message came, by its key. @type {Map<string, number>} */
const received = new Map();
/** Incidents of which somebody was told. @type {Set<string>} */
const told = new Set();
const server = createServer((request, response) => {
  let text = '';
  request.on('data', (part) => (text += part));
  request.on('end', () => {
    const key = String(request.headers['idempotency-key']);
    received.set(key, (received.get(key) ?? 0) + 1);
    const { alerts } = /** @type {{ alerts: { incident_id: string }[] }} */ (JSON.parse(text));
    for (const { incident_id: id } of alerts) told.add(id);
    response.end();
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

const client = createClient({ url: redis.url });
await client.connect();
const commands = { sendCommand: (/** @type {string[]} */ args) => client.sendCommand(args) };
const store = new RedisAlertStore({ client: commands, clock });
const rules = Array.from({ length: Number(values.rules) }, (_, i) =>
  parseRule({
    ...{ id: `rule-${i}`, name: `Rule ${i}`, signal: { metric: `signal-${i}`, agg: 'avg' } },
    condition: { type: 'threshold', op: '>', value: 0.5 },
    ...{ keepFiringFor: 1, graceAfterStart: 0, graceAfterSwitch: 0 },
    // A receiver takes one message a second: more would be put together.
    channels: [`hook-${i % CHANNELS}`],
  }),
);
const hooks = Array.from({ length: CHANNELS }, (_, i) => {
  return { id: `hook-${i}`, version: 1, type: 'webhook', enabled: true, url: `http://127.0.0.1:${port}/` };
});
await store.commit({
  writes: [
    ...rules.map((value) => /** @type {const} */ ({ collection: 'rules', id: value.id, value })),
    ...hooks.map((value) => /** @type {const} */ ({ collection: 'channels', id: value.id, value })),
  ],
});

let started = 0;
/** @typedef {{ readonly process: import('node:child_process').ChildProcess, leads: boolean }} Child */
/** @type {Set<Child>} */
const children = new Set();
const start = () => {
  const child = { process: fork(CHILD, [redis.url, `instance-${++started}`]), leads: false };
  child.process.on('message', (message) => (child.leads = message === 'leads'));
  children.add(child);
};
const leader = async () => {
  for (;;) {
    const found = [...children].find(({ leads }) => leads);
    if (found !== undefined) return found;
    await sleep(5);
  }
};
const end = async (/** @type {Child} */ child) => {
  children.delete(child);
  child.process.kill('SIGKILL');
  await once(child.process, 'exit');
};

for (let n = 0; n < 3; n++) start();
const takeovers = [];
for (let kill = 0; kill < Number(values.kills); kill++) {
  const leading = await leader();
  await sleep(Math.random() * LONGEST);
  const killed = performance.now();
  await end(leading);
  start();
  await leader();
  takeovers.push(performance.now() - killed);
}
// Whoever has the lease now brings what is left to its end.
for (const child of children) child.process.send('calm');
const until = performance.now() + 60_000;
while ((await store.read('outbox')).size > 0 && performance.now() < until) await sleep(100);
const fired = (await store.history({ types: ['fired'], limit: 1_000 })).map(({ incidentId }) => incidentId);
const left = (await store.read('outbox')).size;
for (const child of [...children]) await end(child);
const untold = fired.filter((id) => id !== undefined && !told.has(id)).length;
client.destroy();
server.close();
server.closeAllConnections();
await redis.stop();

const messages = received.size;
const twice = [...received.values()].reduce((sum, times) => sum + times - 1, 0);
/** @type {(name: string, value: number, atMost: number, unit?: string) => import('../runner/goals.mjs').Goal} */
const goal = (name, value, atMost, unit = '') => ({ name, measured: spread([value]), atMost, unit });
const goals = [
  goal('incidents that nobody was told of', untold, 0),
  goal('messages left behind', left, 0),
  goal('messages that came again, of all', (100 * twice) / messages, 1, ' %'),
  goal('takeover, slowest', Math.max(...takeovers) / 1_000, 5, ' s'),
];
console.log(
  `${takeovers.length} kills, ${fired.length} incidents, ${messages} messages, ${twice} again; ` +
    `takeover p50 ${(quantile(takeovers, 0.5) / 1_000).toFixed(2)} s`,
);
for (const it of goals) console.log(goalLine(it));
console.log(summaryLine(goals));
process.exit(goals.every(isMet) && fired.length > 0 ? 0 : 1);
