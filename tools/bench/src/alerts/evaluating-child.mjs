/** One instance: evaluates restless rules when it has the lease, and tells its parent so. All is well once it is sent a message. */
import { createClient } from '@keyv/redis';
import { AlertEvaluator } from '../../../../libs/alerts/dist/index.js';
import { OutboxDispatcher } from '../../../../libs/alerts/dist/delivery/index.js';
import { RedisAlertStore, RedisLease } from '../../../../libs/alerts/dist/redis/index.js';
import { clock } from '../metrics/quiet-parts.mjs';
import { isBad } from './restless-signal.mjs';

const [url = '', id = ''] = process.argv.slice(2);
const client = createClient({ url });
client.on('error', () => undefined);
await client.connect();
const redis = {
  client: { sendCommand: (/** @type {string[]} */ args) => client.sendCommand(args) },
  clock,
};
let isCalm = false;
process.on('message', () => (isCalm = true));
const evaluator = new AlertEvaluator({
  store: new RedisAlertStore(redis),
  lease: new RedisLease({ ...redis, id }),
  source: {
    query: ({ metric }) => ({
      value: !isCalm && isBad(metric, Date.now()) ? 1 : 0,
      count: 100,
      health: 'ok',
    }),
  },
  engines: { activeAt: () => ({ engine: 'chat_engine', since: 0 }), names: () => ['chat_engine'] },
  dispatcher: new OutboxDispatcher({ clock, addresses: { allowPrivate: true } }),
  clock,
});
let wasLeading = false;
setInterval(() => {
  const isLeading = evaluator.figures().role === 'leading';
  if (isLeading !== wasLeading) process.send?.(isLeading ? 'leads' : 'follows');
  wasLeading = isLeading;
}, 20);
evaluator.start();
