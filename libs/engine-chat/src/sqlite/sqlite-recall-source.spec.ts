import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import type { MemoryScope } from '@yychat/engine-core';
import type { PostingSource } from '../recall/posting-source.js';
import { describePostingSource } from '../testing/index.js';
import { turnOf } from './fixtures/temporary-store.js';
import { SqliteStore } from './sqlite-store.js';

/** A source is of one scope, and asked once: here one is made for each question. */
const sourceOf = (store: SqliteStore): PostingSource => {
  const ask = <T>(
    scope: MemoryScope,
    signal: AbortSignal,
    question: (source: PostingSource) => Promise<T>,
  ) => (signal.aborted ? Promise.reject(new Error('aborted')) : question(store.source(scope)));
  return {
    postings: (scope, terms, signal) => ask(scope, signal, (source) => source.postings(scope, terms, signal)),
    facts: (scope, keys, signal) => ask(scope, signal, (source) => source.facts(scope, keys, signal)),
  };
};

describePostingSource({
  describe,
  it,
  name: 'The source in SQLite',
  create: async () => {
    const directory = mkdtempSync(join(tmpdir(), 'yychat-sqlite-'));
    const store = await SqliteStore.open(join(directory, 'store.db'));
    return {
      source: sourceOf(store),
      add: (scope, { speaker = '', text }, time) => {
        store.append([turnOf([], { ...scope, time, messages: [{ role: 'user', name: speaker, text }] })]);
        return Promise.resolve();
      },
      close: () => {
        store.close();
        rmSync(directory, { recursive: true });
        return Promise.resolve();
      },
    };
  },
});
