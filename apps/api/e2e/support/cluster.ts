import { createServer } from 'node:net';
import { startRedis, type RedisServer } from '@yychat/services';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { eventually } from './eventually.js';
import { getJson } from './raw-chat.js';
import { startService, type Environment, type ServiceUnderTest } from './service.js';

/** Processes of the service on one Redis and one upstream. */
export interface Cluster {
  readonly redis: RedisServer;
  readonly upstream: Simulator;
  /** By number; another one in the same place after a restart. */
  readonly instances: readonly ServiceUnderTest[];
  /** Ends one in an orderly way, and starts it again on the same port with the same data. Resolves with how it ended. */
  restart(at: number): Promise<{ readonly code: number | NodeJS.Signals; readonly complaints: string }>;
  stop(): Promise<void>;
}

/** Resolves when all have found Redis. */
export async function startCluster(size: number, env: Environment = {}): Promise<Cluster> {
  const [redis, upstream] = await Promise.all([startRedis(), startSimulator()]);
  const first: ServiceUnderTest[] = [];
  const settings = {
    OPENAI_BASE_URL: upstream.baseURL,
    OPENAI_API_KEY: 'sk-test-0123456789',
    OPENAI_MAX_RETRIES: '0',
    USE_REDIS_CACHE: 'true',
    REDIS_URL: redis.url,
    ...env,
  };
  const ports = await freePorts(size);
  const start = (at: number) => startService({ ...settings, PORT: String(ports[at]), ...placeOf(first[at]) });
  for (const at of ports.keys()) first.push(await start(at));
  const instances = [...first];
  for (const instance of instances) {
    await eventually(async () => {
      const { body } = await getJson(instance, '/readyz');
      return (body as { dependencies: { redis?: { status: string } } }).dependencies.redis?.status === 'up';
    }, 'Redis is up');
  }
  return {
    redis,
    upstream,
    instances,
    async restart(at) {
      const old = instances[at] as ServiceUnderTest;
      const welcome = old.stderr().length;
      old.signal('SIGTERM');
      const code = await old.exited();
      instances[at] = await start(at);
      return { code, complaints: old.stderr().slice(welcome) };
    },
    async stop() {
      // The first of each owns its data.
      for (const instance of [...instances, ...first]) await instance.stop();
      await Promise.all([redis.stop(), upstream.close()]);
    },
  };
}

function placeOf(instance: ServiceUnderTest | undefined): Environment {
  return instance === undefined ? {} : { YYCHAT_DATA_DIR: instance.dataDir };
}

/** All different, for all are held at once. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
