import { EngineError, silentLogger, systemClock, type Clock, type Logger } from '@yychat/engine-core';
import type { Mem0Store } from './fact-store.js';
import { Mem0Thread, type Answer } from './mem0-thread.js';
import { threadStore } from './thread-store.js';

export interface Mem0PlatformOptions {
  readonly apiKey: string;
  /** Default: `https://api.mem0.ai`. */
  readonly baseURL?: string;
  /** For the records of the extraction, made if need be. */
  readonly directory: string;
  /** PostgreSQL for these records, where several instances share one log. */
  readonly recordsIn?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

/** The platform has models of its own. */
const noUpstream: Answer = () =>
  Promise.reject(
    new EngineError('There is no upstream to ask.', {
      ...{ status: 500, code: 'mem0_failed', type: 'server_error' },
    }),
  );

/** mem0's hosted platform. Needs the package `mem0ai`; `pg` for shared records. */
export function connectMem0Platform({
  apiKey,
  baseURL = 'https://api.mem0.ai',
  directory,
  recordsIn,
  clock = systemClock,
  logger = silentLogger,
  random = Math.random,
}: Mem0PlatformOptions): Mem0Store {
  const library = { mode: 'platform', apiKey, baseURL } as const;
  const settings = { directory, library, ...(recordsIn !== undefined && { recordsIn }) };
  const thread = new Mem0Thread({ settings, answer: noUpstream, clock, logger, random });
  return threadStore(thread, { mode: 'platform', vectorStore: 'mem0 platform' });
}
