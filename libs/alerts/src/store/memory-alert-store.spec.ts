import { describe, it } from '@jest/globals';
import { describeAlertStore } from '../testing/describe-alert-store.js';
import { MemoryAlertStore } from './memory-alert-store.js';

describeAlertStore({
  describe,
  it,
  name: 'MemoryAlertStore',
  create: (settings) =>
    Promise.resolve({ store: new MemoryAlertStore(settings), close: () => Promise.resolve() }),
});
