import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../postgres/free-port.js';
import { askRedis } from './ask-redis.js';
import { startRedis } from './start-redis.js';
import type { RedisServer } from './start-redis.js';

const SLOTS = 16_384;
/** Nodes talk to each other on their port plus 10,000. */
const HIGHEST_PORT = 55_535;
const PATIENCE = 15_000;

/** Some masters without replicas, which share the slots. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[];
  stop(): Promise<void>;
}

/** Rejects with a RedisMissingError where no server is installed. */
export async function startRedisCluster(count = 2): Promise<RedisCluster> {
  const nodes: RedisServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  try {
    for (let index = 0; index < count; index++) nodes.push(await startNode());
    await join(nodes);
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes, stop };
}

async function startNode(): Promise<RedisServer> {
  let port = await freePort();
  while (port > HIGHEST_PORT) port = await freePort();
  return startRedis({ port, args: ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'] });
}

async function join(nodes: readonly RedisServer[]): Promise<void> {
  const share = Math.ceil(SLOTS / nodes.length);
  for (const [index, { port }] of nodes.entries()) {
    const first = index * share;
    const slots = Array.from({ length: Math.min(share, SLOTS - first) }, (_, offset) => first + offset);
    await must(port, `CLUSTER ADDSLOTS ${slots.join(' ')}`);
    await must(port, `CLUSTER SET-CONFIG-EPOCH ${index + 1}`);
    await must(port, `CLUSTER MEET 127.0.0.1 ${nodes[0]?.port ?? 0}`);
  }
  const deadline = performance.now() + PATIENCE;
  for (const { port } of nodes) {
    while (!(await isComplete(port, nodes.length))) {
      if (performance.now() > deadline)
        throw new Error('The nodes of the Redis cluster did not find each other.');
      await wait(25);
    }
  }
}

async function must(port: number, command: string): Promise<void> {
  const answer = await askRedis(port, command);
  if (answer !== '+OK') throw new Error(`Redis refused ${command.slice(0, 40)}: ${answer}`);
}

async function isComplete(port: number, nodes: number): Promise<boolean> {
  const info = await askRedis(port, 'CLUSTER INFO');
  return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${nodes}`);
}
