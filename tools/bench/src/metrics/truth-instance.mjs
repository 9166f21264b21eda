/** One instance of a service: measures turns of known durations, as its parent asks for them, and answers questions. */
import { createClient } from '@keyv/redis';
import { Metrics } from '@yychat/metrics';
import { RedisMetricsStore } from '@yychat/metrics/redis';
import { durationOf } from './known-durations.mjs';
import { clock, logger } from './quiet-parts.mjs';

const [url = '', instance = ''] = process.argv.slice(2);
const client = createClient({
  url,
  disableOfflineQueue: true,
  pingInterval: 500,
  socket: { connectTimeout: 500, socketTimeout: 1_500, reconnectStrategy: () => 100 },
});
client.on('error', () => undefined);
await client.connect();
const metrics = new Metrics({
  store: new RedisMetricsStore({ commands: client, clock, deadline: 1_000 }),
  ...{ clock, logger, instance },
});
metrics.start();

/** @type {Record<string, (...values: any[]) => unknown>} */
const tasks = {
  /** Turns of those numbers, every `stride`-th. */
  run: (from, to, stride) => {
    for (let i = from; i < to; i += stride) {
      const meter = metrics.onTurn({
        turn: { id: `turn-${i}`, model: 'gpt-4.1', stream: true, useTools: false },
        engine: i % 2 === 0 ? 'chat_engine' : 'mem0_proxy',
        epoch: 1,
      });
      meter.onEnd(durationOf(i) * 1_000, undefined);
    }
  },
  statistics: (window) => metrics.queries.statistics({ window }),
  dropped: () =>
    ['metrics_dropped_turns', 'metrics_failed_writes'].map((name) => {
      const figure = metrics.figures.figures.get(name);
      return figure?.kind === 'counter' ? figure.total() : NaN;
    }),
  close: async () => {
    await metrics.close();
    client.destroy();
  },
};

process.on('message', async (/** @type {[string, unknown[]]} */ [task, values]) => {
  const result = await tasks[task]?.(...values);
  process.send?.(result ?? null);
  if (task === 'close') process.disconnect();
});
process.send?.('ready');
