import { describe, it } from '@jest/globals';
import { describeCache } from '../testing/describe-cache.js';
import { MemoryCache } from './memory-cache.js';

describeCache({
  describe,
  it,
  name: 'MemoryCache',
  create: (settings) => {
    const cache = new MemoryCache(settings);
    return Promise.resolve({ cache, close: () => cache.close() });
  },
});
