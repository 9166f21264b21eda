import { describe, it } from '@jest/globals';
import { InMemoryPostingSource } from './in-memory-posting-source.js';
import { describePostingSource } from '../testing/index.js';

describePostingSource({
  describe,
  it,
  name: 'The source in memory',
  create: () => {
    const source = new InMemoryPostingSource();
    return Promise.resolve({
      source,
      add: (scope, turn, time) => {
        source.add(scope, turn, time);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    });
  },
});
