import { createClient, createCluster, createSentinel } from '@keyv/redis';
import type { RedisClientOptions, RedisClientType, RedisClusterType, RedisSentinelType } from '@keyv/redis';
import { reconnectDelay } from './reconnect-delay.js';
import { RedisUnavailableError } from './redis-errors.js';
import type { RedisAddress, RedisNode, RedisTimings } from './redis-options.js';

/** A client of one server, of a cluster, or of the master that sentinels name. */
export interface Driver {
  readonly client: RedisClientType | RedisClusterType | RedisSentinelType;
  /** Whether its connection is one, which tells when it is ready and heals itself. */
  readonly isSingle: boolean;
  isReady(): boolean;
  /** For one more connection, which hears messages. Rejects where it is not known yet where to. */
  listenerOptions(): Promise<RedisClientOptions>;
}

export interface DriverOptions extends RedisAddress, RedisTimings {
  readonly name: string;
}

const at = ({ host, port = 6379 }: RedisNode): { host: string; port: number } => ({ host, port });

/** Nothing is connected yet. */
export function createDriver(options: DriverOptions, random: () => number): Driver {
  const base = clientOptions(options, random);
  if (options.cluster !== undefined) return clusterDriver(options.cluster, base, random);
  if (options.sentinel !== undefined) return sentinelDriver(options.sentinel, base);
  const single = { ...base, socket: { ...base.socket, ...at({ host: 'localhost', ...options }) } };
  const client = createClient(single) as RedisClientType;
  return {
    client,
    isSingle: true,
    isReady: () => client.isReady,
    listenerOptions: () => Promise.resolve(single),
  };
}

/** Each is there because a fault was worse without it. */
function clientOptions(
  options: DriverOptions,
  random: () => number,
): RedisClientOptions & { socket: object } {
  const { username, password, database, tls, name, connectTimeout, silence, queue } = options;
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
    name,
    // Without a connection a command fails at once, instead of waiting for one.
    disableOfflineQueue: true,
    commandsQueueMaxLength: queue,
    // A connection whose other end is frozen looks healthy: only silence gives it away, and there is none while commands flow or pings do.
    pingInterval: Math.ceil(silence / 3),
    socket: {
      ...(tls === undefined || tls === false ? {} : { ...(tls === true ? {} : tls), tls: true }),
      connectTimeout,
      socketTimeout: silence,
      // The default one gives up on a connection that fell silent.
      reconnectStrategy: (tries: number) => reconnectDelay(tries, random),
    },
  };
}

function clusterDriver(
  nodes: readonly RedisNode[],
  base: RedisClientOptions & { socket: object },
  random: () => number,
): Driver {
  // A cluster has one database.
  const { database: _, ...defaults } = base;
  const client = createCluster({
    rootNodes: nodes.map((node) => ({ socket: at(node) })),
    defaults,
  }) as unknown as RedisClusterType;
  return {
    client,
    isSingle: false,
    // While a node is missing, connecting goes on, and the other nodes can be used.
    isReady: () => client.isOpen && client.masters.length > 0,
    listenerOptions: () => {
      // A message reaches all nodes, so that any will do.
      const master = client.masters[Math.floor(random() * client.masters.length)];
      if (master === undefined)
        return Promise.reject(new RedisUnavailableError('the cluster is not known yet'));
      return Promise.resolve({ ...defaults, socket: { ...base.socket, ...at(master) } });
    },
  };
}

function sentinelDriver(
  { name, nodes, username, password }: NonNullable<RedisAddress['sentinel']>,
  base: RedisClientOptions & { socket: object },
): Driver {
  const { username: _user, password: _password, database: _database, ...common } = base;
  const client = createSentinel({
    name,
    sentinelRootNodes: nodes.map(at),
    nodeClientOptions: base,
    sentinelClientOptions: {
      ...common,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    },
    // A command is not carried out seconds after its deadline, when the key may have another value.
    maxCommandRediscovers: 1,
    scanInterval: 1_000,
  }) as unknown as RedisSentinelType;
  return {
    client,
    isSingle: false,
    isReady: () => client.isReady,
    listenerOptions: () => {
      const master = client.getMasterNode() as RedisNode | undefined;
      if (master === undefined)
        return Promise.reject(new RedisUnavailableError('the sentinels name no master'));
      return Promise.resolve({ ...base, socket: { ...base.socket, ...at(master) } });
    },
  };
}
