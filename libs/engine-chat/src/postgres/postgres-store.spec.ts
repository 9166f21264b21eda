import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { describeConversationStore } from '../testing/index.js';
import { StoreDatabase } from './fixtures/store-database.js';

const database = new StoreDatabase();
beforeAll(() => database.open(), 30_000);
afterAll(() => database.close(), 30_000);

describeConversationStore({
  describe,
  it,
  name: 'The store on PostgreSQL',
  create: ({ clock }) => database.createStore({ clock }),
  runs: 5,
});
