import { describe, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMetricsStore } from '../testing/index.js';
import { SqliteMetricsStore } from './sqlite-metrics-store.js';

describeMetricsStore({
  describe,
  it,
  name: 'SqliteMetricsStore',
  create: ({ clock, limits }) => {
    const folder = mkdtempSync(join(tmpdir(), 'yychat-metrics-'));
    const open = () => new SqliteMetricsStore({ file: join(folder, 'metrics.db'), clock, limits });
    const store = open();
    return Promise.resolve({
      store,
      another: () => Promise.resolve(store),
      reopen: () => Promise.resolve(open()),
      close: async () => {
        await store.close();
        rmSync(folder, { recursive: true });
      },
    });
  },
});
