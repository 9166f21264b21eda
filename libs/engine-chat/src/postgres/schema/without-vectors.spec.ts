import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { StoreDatabase } from '../fixtures/store-database.js';
import { describeConversationStore } from '../../testing/index.js';

/** Its account may not install the extension. */
const database = new StoreDatabase({ isPlain: true });
beforeAll(() => database.open(), 30_000);
afterAll(() => database.close(), 30_000);

describeConversationStore({
  // The log is the same with it and without.
  describe: (name, body) => {
    if (!name.endsWith('is a conversation log')) describe(name, body);
  },
  it,
  name: 'The store on PostgreSQL without pgvector',
  create: ({ clock }) => database.createStore({ clock }),
  runs: 2,
  embeddings: false,
});
