import { basename } from 'node:path';
import { openPostgresStore } from '@yychat/engine-chat/postgres';
import { startPostgres } from '@yychat/services';

/** @import { ConversationStore } from '@yychat/engine-chat' */
/** @import { PostgresServer } from '@yychat/services' */

/** As a service has it, where a test would not. */
const SETTINGS = {
  ...{ fsync: 'on', full_page_writes: 'on', autovacuum: 'on' },
  ...{ shared_buffers: '512MB', max_wal_size: '4GB' },
};

/** @type {Promise<PostgresServer> | undefined} */
let server;

/**
 * Opens a store on a server that this process starts, and that ends with it.
 * @param {string} directory its name is that of the data
 * @returns {Promise<ConversationStore>}
 */
export async function openPostgres(directory) {
  server ??= startPostgres(SETTINGS);
  const { url } = await server;
  const schema = basename(directory).toLowerCase().replaceAll('-', '_');
  return openPostgresStore({ url, schema, connectTimeout: 60_000, timeout: 60_000 });
}
