import { describe, it } from '@jest/globals';
import { describeConversationLog, InMemoryConversationLog } from './index.js';

describeConversationLog({
  describe,
  it,
  name: 'The log in memory',
  runs: 100,
  create: ({ clock }) => {
    const log = new InMemoryConversationLog(clock);
    return Promise.resolve({ log, close: () => log.close() });
  },
});
