import { join } from 'node:path';
import { openSqliteStore } from '@yychat/engine-chat/sqlite';
import { openPostgres } from './postgres.mjs';

/** @import { ConversationStore } from '@yychat/engine-chat' */

/**
 * @typedef {object} StoreKind
 * @property {(directory: string) => Promise<ConversationStore>} open
 * @property {(directory: string) => Promise<ConversationStore>} openHere so that this process' CPU time is all of it
 */

/** @type {Readonly<Record<string, StoreKind>>} */
export const STORES = {
  sqlite: {
    open: (directory) => openSqliteStore({ file: join(directory, 'store.db') }),
    openHere: (directory) => openSqliteStore({ file: join(directory, 'store.db'), thread: false }),
  },
  // Its server's CPU time is never this process'.
  postgres: { open: openPostgres, openHere: openPostgres },
};

/**
 * @param {string} name
 * @throws Error that says which there are
 */
export function storeOf(name) {
  const kind = STORES[name];
  if (!kind) throw new Error(`--store ${name}: not one of ${Object.keys(STORES).join(', ')}`);
  return kind;
}
