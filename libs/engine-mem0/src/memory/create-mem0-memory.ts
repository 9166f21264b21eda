import {
  followedLog,
  silentLogger,
  systemClock,
  type Clock,
  type ConversationKey,
  type ConversationLog,
  type ConversationMemory,
  type Logger,
} from '@yychat/engine-core';
import { randomUUID } from 'node:crypto';
import { FactExtractor } from '../extraction/fact-extractor.js';
import type { Fact, Mem0Store } from '../facts/fact-store.js';
import { Mem0Memory } from './mem0-memory.js';
import { runKey } from './scope-keys.js';

export interface Mem0MemoryParts {
  readonly log: ConversationLog;
  /** See `openMem0` and `connectMem0Platform`. */
  readonly store: Mem0Store;
  /**
   * Recalls from the log what mem0 has not understood yet, and all of it where mem0 fails: a memory of words over the same log.
   * Without one, what was just said is recalled some seconds later.
   */
  readonly fallback?: Pick<ConversationMemory, 'recall' | 'version'>;
  /** Whether facts are extracted from the beginning on; default true. */
  readonly extracts?: boolean;
  /** Milliseconds that facts are waited for where there is a fallback; default 400, less than recall may take. */
  readonly patience?: number;
  /** Milliseconds that one extraction may take; default 60,000. */
  readonly extractionTimeout?: number;
  /** Unique among the instances that share the records; default: a random one. */
  readonly instance?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

export interface CreatedMem0Memory {
  readonly memory: ConversationMemory;
  /** The log; what is appended here is extracted soon, and a conversation that is deleted here is forgotten. */
  readonly log: ConversationLog;
  /** Has facts extracted from now on, from where that was left; or not, until it is wanted again. */
  readonly extract: (wanted: boolean) => Promise<void>;
  /** The facts of a conversation, oldest first, at most `limit`. */
  readonly facts: (key: ConversationKey, limit: number, signal: AbortSignal) => Promise<readonly Fact[]>;
  /** Something was appended to the log in another way. */
  readonly notify: () => void;
  /** Removes all facts of a conversation that was deleted from the log in another way. */
  readonly forget: (key: ConversationKey, signal: AbortSignal) => Promise<void>;
  /** Drops all facts (the platform's one after the other) and has them extracted anew, from the beginning of the log. */
  readonly rebuild: (signal: AbortSignal) => Promise<void>;
  /** Ends the work in the background and closes the store. The log is its owner's to close, afterwards. */
  readonly close: () => Promise<void>;
}

/** The memory of `mem0_proxy`. Has what was said extracted in the background, from where it was left. */
export function createMem0Memory({
  log,
  store,
  fallback,
  extracts = true,
  patience = 400,
  extractionTimeout = 60_000,
  instance = randomUUID(),
  clock = systemClock,
  logger = silentLogger,
  random = Math.random,
}: Mem0MemoryParts): CreatedMem0Memory {
  const common = { log, store, clock, logger };
  const extractor = new FactExtractor({ ...common, instance, timeout: extractionTimeout, random });
  const memory = new Mem0Memory({ ...common, extractor, fallback, patience });
  if (extracts) extractor.start();
  const notify = (): void => extractor.notify();
  const forget: CreatedMem0Memory['forget'] = (key, signal) => memory.forget(key, signal);
  return {
    memory,
    log: followedLog(log, { appended: notify, deleted: forget }),
    extract: async (wanted) => {
      if (wanted) extractor.start();
      else await extractor.stop();
    },
    facts: async (key, limit, signal) => {
      const facts = await store.facts.list({ run: runKey(key) }, limit, signal);
      return facts.toSorted((a, b) => a.time - b.time);
    },
    notify,
    forget,
    rebuild: async (signal) => {
      await store.reset(signal);
      notify();
    },
    close: async () => {
      await extractor.stop();
      await store.close();
    },
  };
}
