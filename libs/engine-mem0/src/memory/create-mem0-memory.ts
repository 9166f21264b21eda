import {
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
import type { Mem0Store } from '../facts/fact-store.js';
import { followedLog } from './followed-log.js';
import { Mem0Memory } from './mem0-memory.js';

export interface Mem0MemoryParts {
  readonly log: ConversationLog;
  /** See `openMem0` and `connectMem0Platform`. */
  readonly store: Mem0Store;
  /**
   * Recalls from the log what mem0 has not understood yet, and all of it where mem0 fails: a memory of words over the same log.
   * Without one, what was just said is recalled some seconds later.
   */
  readonly fallback?: Pick<ConversationMemory, 'recall'>;
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
  /** Something was appended to the log in another way. */
  readonly notify: () => void;
  /** Removes all facts of a conversation that was deleted from the log in another way. */
  readonly forget: (key: ConversationKey, signal: AbortSignal) => Promise<void>;
  /** Drops all facts (the platform's one after the other) and has them extracted anew, from the beginning of the log. */
  readonly rebuild: (signal: AbortSignal) => Promise<void>;
  /** Ends the work in the background and closes the store. The log is its owner's to close, afterwards. */
  readonly close: () => Promise<void>;
}

/** The memory of `mem0_proxy`. Has what was said extracted in the background, from where it was left until it is closed. */
export function createMem0Memory({
  log,
  store,
  fallback,
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
  extractor.start();
  const notify = (): void => extractor.notify();
  const forget: CreatedMem0Memory['forget'] = (key, signal) => memory.forget(key, signal);
  return {
    memory,
    log: followedLog(log, notify, forget),
    notify,
    forget,
    rebuild: async (signal) => {
      await store.reset(signal);
      notify();
    },
    close: async () => {
      await extractor.close();
      await store.close();
    },
  };
}
