import { createCluster } from './cluster.js';
import { createDatabase } from './databases.js';
import type { TestDatabases } from './databases.js';
import { freePort } from './free-port.js';
import { guardServer } from './server-guard.js';
import { ServerProcess } from './server-process.js';
import type { ServerSettings } from './server-process.js';

/** A PostgreSQL server of one's own, listening on 127.0.0.1. */
export interface PostgresServer extends TestDatabases {
  /** Of the database that every server has, for a superuser; password included. */
  readonly url: string;
  /** Of the server's first process. Another one after a restart. */
  readonly pid: number;
  /** Ends it at once, as the loss of its machine would; its data stay. */
  kill(): Promise<void>;
  /** Stops it where it stands: it accepts connections, for the system does, and answers nothing. */
  freeze(): void;
  /** Lets a frozen server go on. */
  thaw(): void;
  /** Starts it again, on the same port, with its data; ends it before where it runs. */
  restart(): Promise<void>;
}

/**
 * Starts a server in a temporary folder, in about a second. It and its folder are gone after `stop()`, and when this process ends
 * without having called it, in whatever way. Rejects with a PostgresMissingError where no server is installed.
 * @param settings more than, or other than, what makes it quick and small
 */
export async function startPostgres(settings: ServerSettings = {}): Promise<PostgresServer> {
  const cluster = await createCluster();
  const guard = guardServer(cluster);
  const port = await freePort();
  const url = `postgres://${cluster.user}:${cluster.password}@127.0.0.1:${port}/postgres`;
  const start = async (): Promise<ServerProcess> => {
    const started = new ServerProcess(cluster, port, settings);
    await started.ready(cluster);
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
    url,
    get pid() {
      return server.pid;
    },
    createDatabase: () => createDatabase(url),
    kill: () => server.kill(),
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    restart: async () => {
      await server.stop();
      server = await start();
    },
    stop: async () => {
      server.thaw();
      await guard.dismiss();
    },
  };
}
