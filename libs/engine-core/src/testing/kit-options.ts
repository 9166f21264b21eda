import type { ChatEngine } from '../engine.js';
import type { PipelineLimits } from '../pipeline/limits.js';
import type { PersonalitySource } from '../ports/personality-source.js';
import type { ToolSource } from '../ports/tool-source.js';
import type { ScriptedUpstream } from './scripted-upstream.js';

/** What an engine under test is made with. Times in milliseconds. */
export interface EngineSettings {
  /** Of the upstream, e.g. `http://127.0.0.1:41234/v1`; any key will do. */
  readonly baseURL: string;
  readonly tools: ToolSource;
  readonly personalities: PersonalitySource;
  /** Until an answer begins. */
  readonly headersTimeout?: number;
  /** Of silence within an answer. */
  readonly idleTimeout?: number;
  /** Tries after the first. */
  readonly maxRetries?: number;
  readonly limits?: Partial<Pick<PipelineLimits, 'steps'>>;
}

export interface EngineUnderTest {
  readonly engine: ChatEngine;
  /** Ends its connections. */
  close(): Promise<void>;
}

/** Jest's, Vitest's or node:test's own functions will do. */
export interface KitOptions {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
  /** Of the engine, for the outermost `describe`. */
  readonly name: string;
  /** A fresh upstream for one case. */
  readonly startUpstream: () => Promise<ScriptedUpstream>;
  readonly create: (settings: EngineSettings) => Promise<EngineUnderTest>;
  /** Milliseconds that a case may take, less than the runner allows; default 4,500. */
  readonly timeout?: number;
}
