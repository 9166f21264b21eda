import { join } from 'node:path';
import type { ConversationStore } from '@yychat/engine-chat';
import { openSqliteStore } from '@yychat/engine-chat/sqlite';
import type { Clock, Logger } from '@yychat/engine-core';
import type { Settings } from '../settings/settings.js';

/** Opens where conversations are kept. @throws Error that names the setting */
export async function openConversationStore(
  { DATABASE_URL: url, YYCHAT_DATA_DIR: directory }: Settings,
  around: { readonly clock: Clock; readonly logger: Logger },
): Promise<ConversationStore> {
  const setting = url === undefined ? 'YYCHAT_DATA_DIR' : 'DATABASE_URL';
  try {
    if (url === undefined)
      return await openSqliteStore({ file: join(directory, 'conversations.db'), ...around });
    // Only who uses PostgreSQL pays for loading it.
    const { openPostgresStore } = await import('@yychat/engine-chat/postgres');
    return await openPostgresStore({ url, ...around });
  } catch (error) {
    throw new Error(`${setting}: ${(error as Error).message}`, { cause: error });
  }
}
