import { backOff, type Clock, EngineError, type Logger } from '@yychat/engine-core';
import { Worker } from 'node:worker_threads';
import type {
  Argument,
  FromThread,
  Operation,
  Question,
  Result,
  ThreadSettings,
  ToThread,
} from '../thread/protocol.js';

/**
 * Says what mem0 needs to know of the upstream.
 * @param asking the operation in which it is needed
 */
export type Answer = (question: Question, asking: Operation, signal: AbortSignal) => Promise<unknown>;

export interface Mem0ThreadOptions {
  readonly settings: ThreadSettings;
  /** What it rejects with, the call rejects with, unless the question was optional. */
  readonly answer: Answer;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

interface Call {
  readonly operation: Operation;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  /** Aborted when the call is, or has failed. */
  readonly stop: AbortController;
  failure?: unknown;
}

/** Node runs the source as it is: tests need no build. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? '../thread/main.ts' : '../thread/main.js',
  import.meta.url,
);
/** Settings of the process that connections depend on. */
const INHERITED = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'PATH', 'TZ'] as const;
/** Milliseconds that a call may go on after it was given up, before the thread is thought to hang. */
const HUNG = 15_000;
const RESTART = { first: 500, longest: 60_000 };

/**
 * mem0 in a thread of its own: loading it costs a second of CPU and searching some milliseconds, it writes to the console, does not
 * close, does not heed signals, and brings the process down with it when a connection of its own is lost. The thread is started
 * by the first call, and again by the first after it ended.
 */
export class Mem0Thread {
  readonly #options: Mem0ThreadOptions;
  readonly #calls = new Map<number, Call>();
  #worker: Worker | undefined;
  #made = 0;
  #failures = 0;
  /** By the monotonic clock. */
  #restUntil = 0;
  #isClosed = false;

  constructor(options: Mem0ThreadOptions) {
    this.#options = options;
  }

  /**
   * Rejects at once when the signal aborts; what was begun ends, or fails, by itself.
   * @throws EngineError 503: `mem0_failed`, `mem0_thread_ended` or `mem0_closed`; or what the upstream's answer rejected with
   */
  call<Name extends Operation>(
    operation: Name,
    argument: Argument<Name>,
    signal: AbortSignal,
  ): Promise<Result<Name>> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const worker = this.#running();
      const id = (this.#made += 1);
      const stop = new AbortController();
      const onAbort = (): void => {
        this.#tell({ type: 'abort', id });
        stop.abort(signal.reason);
        reject(signal.reason as Error);
        this.#watch(id, worker);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      const ended = (): void => signal.removeEventListener('abort', onAbort);
      this.#calls.set(id, {
        operation,
        stop,
        resolve: (value) => {
          ended();
          resolve(value as Result<Name>);
        },
        reject: (error) => {
          ended();
          reject(error);
        },
      });
      this.#tell({ type: 'call', id, operation, argument });
    });
  }

  /** Calls under way are given `patience` milliseconds to end. */
  async close(patience: number): Promise<void> {
    this.#isClosed = true;
    const { clock } = this.#options;
    const end = clock.monotonic() + patience;
    while (this.#calls.size > 0 && clock.monotonic() < end)
      await new Promise<void>((resolve) => void clock.after(20, resolve));
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#failAll(closed());
  }

  #running(): Worker {
    if (this.#isClosed) throw closed();
    if (this.#worker) return this.#worker;
    const { clock, settings } = this.#options;
    if (clock.monotonic() < this.#restUntil) throw ended(undefined);
    const inherited = INHERITED.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    });
    const worker = new Worker(ENTRY, {
      name: 'mem0',
      workerData: settings,
      // Both are read when mem0 is loaded. Without the first it tells an outside host of every call, and waits for that.
      env: {
        ...(Object.fromEntries(inherited) as Record<string, string>),
        ...{ MEM0_TELEMETRY: 'false', MEM0_DIR: settings.directory },
      },
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    // mem0 writes what users said to the console.
    worker.stdout.resume();
    worker.stderr.resume();
    worker.unref();
    worker.on('message', (message: FromThread) => this.#heard(message));
    worker.on('error', (error) => this.#ended(worker, error));
    worker.on('exit', () => this.#ended(worker, undefined));
    this.#worker = worker;
    return worker;
  }

  #heard(message: FromThread): void {
    if (message.type === 'question') {
      void this.#answer(message.id, message.call, message.question);
      return;
    }
    const call = this.#calls.get(message.id);
    if (!call) return;
    this.#calls.delete(message.id);
    this.#failures = 0;
    if (message.type === 'failure' || call.failure !== undefined)
      call.reject((call.failure as Error | undefined) ?? failed(call, message));
    else call.resolve(message.value);
  }

  async #answer(question: number, id: number, asked: Question): Promise<void> {
    const call = this.#calls.get(id);
    const isOptional = asked.kind === 'embed' && asked.optional;
    try {
      if (!call || call.stop.signal.aborted) throw new Error('Nobody waits for it.');
      const value = await this.#options.answer(asked, call.operation, call.stop.signal);
      this.#tell({ type: 'answer', question, value });
    } catch (error) {
      if (call && !isOptional) {
        call.failure ??= error;
        call.stop.abort(error);
      }
      this.#tell({ type: 'refusal', question });
    }
  }

  #tell(message: ToThread): void {
    this.#worker?.postMessage(message);
  }

  /** A call that was given up and does not end holds others up: then the thread begins anew. */
  #watch(id: number, worker: Worker): void {
    const { clock, logger } = this.#options;
    clock.after(HUNG, () => {
      const call = this.#calls.get(id);
      if (!call || this.#worker !== worker) return;
      logger.warn({ operation: call.operation }, 'mem0 hangs, and its thread is started anew');
      void worker.terminate();
    });
  }

  #ended(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#failures += 1;
    const { clock, logger, random } = this.#options;
    const rest = backOff(this.#failures, RESTART, random);
    this.#restUntil = clock.monotonic() + rest;
    const { name, code } = (error ?? {}) as { name?: string; code?: string };
    logger.warn({ name, code, rest }, 'the thread of mem0 ended');
    this.#failAll(ended(error));
  }

  #failAll(error: EngineError): void {
    for (const call of this.#calls.values()) {
      call.stop.abort(error);
      call.reject(error);
    }
    this.#calls.clear();
  }
}

const unavailable = { status: 503, type: 'server_error' } as const;

const closed = (): EngineError =>
  new EngineError('The memory of mem0 is closed.', { ...unavailable, code: 'mem0_closed' });

const ended = (cause: unknown): EngineError =>
  new EngineError('The thread of mem0 ended.', { ...unavailable, code: 'mem0_thread_ended', cause });

function failed({ operation }: Call, message: FromThread): EngineError {
  const reason = message.type === 'failure' ? message.reason : 'unknown';
  return new EngineError(`mem0 failed in ${operation}: ${reason}`, { ...unavailable, code: 'mem0_failed' });
}
