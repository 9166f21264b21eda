import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../postgres/free-port.js';
import { findRedisServer } from './redis-binary.js';
import { guardServer } from './server-guard.js';
import { ServerProcess } from './server-process.js';

/** A Redis server of one's own, listening on 127.0.0.1. It keeps its data in memory alone, unless told otherwise. */
export interface RedisServer {
  /** E.g. `redis://127.0.0.1:41234`, without a password. */
  readonly url: string;
  readonly port: number;
  /** Another one after a restart. */
  readonly pid: number;
  /** Where its files are. */
  readonly folder: string;
  /** Ends it at once, as the loss of its machine would. */
  kill(): Promise<void>;
  /** Stops it where it stands: it accepts connections, for the system does, and answers nothing. */
  freeze(): void;
  /** Lets a frozen server go on. */
  thaw(): void;
  /** Starts it again on the same port; ends it before where it runs. */
  restart(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

export interface RedisSettings {
  /** Command line options, e.g. `['--maxmemory', '2mb']`. Later ones win over earlier ones and over `config`. */
  readonly args?: readonly string[];
  /** What `redis.conf` holds. */
  readonly config?: string;
  /** A port that is free; default: one that the system gives. */
  readonly port?: number;
}

const IN_MEMORY = ['--save', '', '--appendonly', 'no'];

/**
 * Starts a server in a temporary folder, in some milliseconds. It and its folder are gone after `stop()`, and when this process ends
 * without having called it, in whatever way. Rejects with a RedisMissingError where no server is installed.
 */
export async function startRedis(settings: RedisSettings = {}): Promise<RedisServer> {
  const binary = findRedisServer();
  const port = settings.port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'yychat-redis-'));
  const guard = guardServer(folder);
  const start = async (): Promise<ServerProcess> => {
    writeFileSync(join(folder, 'redis.conf'), settings.config ?? '');
    const basics = ['redis.conf', '--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
    const persistence = settings.config === undefined ? IN_MEMORY : [];
    const started = new ServerProcess(binary, folder, port, [
      ...basics,
      ...persistence,
      ...(settings.args ?? []),
    ]);
    await started.ready();
    return started;
  };
  let server: ServerProcess;
  try {
    server = await start();
  } catch (error) {
    await guard.dismiss();
    throw error;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return server.pid;
    },
    folder,
    kill: () => server.kill(),
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    restart: async () => {
      await server.kill();
      server = await start();
    },
    stop: async () => {
      await server.kill();
      await guard.dismiss();
    },
  };
}
