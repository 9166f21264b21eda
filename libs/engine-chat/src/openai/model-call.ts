import {
  CancelledError,
  UpstreamProtocolError,
  type Clock,
  type EngineError,
  type ModelCallTrace,
  type ModelChunk,
  type TimerHandle,
} from '@yychat/engine-core';
import { StringDecoder } from 'node:string_decoder';
import type { Dispatcher } from 'undici';
import { ChunkReader } from './chunk-reader.js';
import { EventReader } from './event-reader.js';
import { isRetryable, retryAfter, retryDelay } from './retry-policy.js';
import { connectionError, statusError, withoutSecret } from './upstream-errors.js';

type Headers = Readonly<Record<string, string | string[] | undefined>>;
type Result = IteratorResult<ModelChunk, undefined>;

/** Chunks that may wait for a slow reader before the upstream is told to stop. */
const HIGH_WATER = 256;
/** Characters of one event, or of an answer that is no stream. */
const MAX_BODY = 64 * 1_024 * 1_024;
/**
 * Milliseconds that the connection gets to end after [DONE]. Mostly it ends at once, and can then be used again; some
 * upstreams leave it open.
 */
const GRACE = 100;
const MAX_ERROR_BODY = 64 * 1_024;

export interface ModelCallOptions {
  readonly dispatcher: Dispatcher;
  readonly request: Omit<Dispatcher.DispatchOptions, 'body'>;
  readonly body: Buffer;
  readonly isStream: boolean;
  readonly signal: AbortSignal;
  /** Tries after the first one. */
  readonly retries: number;
  /** The upstream's key, which must not get out by its errors. */
  readonly secret: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly trace: ModelCallTrace | undefined;
}

/**
 * One answer of the upstream, pulled chunk by chunk. Written as an iterator and not as a generator because it runs once
 * per token. The connection is opened by the first `next()`, tried again until an answer begins, and closed by `return()`
 * or the signal.
 */
export class ModelCall implements AsyncIterableIterator<ModelChunk, undefined>, Dispatcher.DispatchHandler {
  readonly #options: Omit<ModelCallOptions, 'body'>;
  /** Until an answer begins: streams are held open for long, and what was asked may be large. */
  #asked: Buffer | undefined;
  readonly #chunks: ChunkReader;
  readonly #ready: ModelChunk[] = [];
  #reader: { resolve: (result: Result) => void; reject: (error: EngineError) => void } | undefined;
  #state: 'idle' | 'open' | 'ended' = 'idle';
  #error: EngineError | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #tried = 0;
  /** Until the next try, or the end of an answer that is complete. */
  #timer: TimerHandle | undefined;
  #status = 0;
  #headers: Headers = {};
  #decoder: StringDecoder | undefined;
  #events: EventReader | undefined;
  #text = '';
  #done = false;
  readonly #onAbort = () => this.#stop(new CancelledError(this.#options.signal.reason));

  constructor({ body, ...options }: ModelCallOptions) {
    this.#options = options;
    this.#asked = body;
    this.#chunks = new ChunkReader(options.secret);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    const value = this.#ready.shift();
    if (value !== undefined) {
      if (this.#controller?.paused && this.#ready.length === 0) this.#controller.resume();
      return Promise.resolve({ value, done: false });
    }
    if (this.#state === 'ended') {
      const error = this.#error;
      this.#error = undefined;
      return error === undefined ? Promise.resolve({ value: undefined, done: true }) : Promise.reject(error);
    }
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
      if (this.#state === 'idle') this.#begin();
    });
  }

  return(): Promise<Result> {
    this.#ready.length = 0;
    this.#stop(undefined);
    // An answer that had ended, and was paused before its connection was free.
    if (this.#controller?.paused) this.#controller.resume();
    return Promise.resolve({ value: undefined, done: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#state === 'ended') controller.abort(new CancelledError());
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.#status = status;
    this.#options.trace?.answered(status);
    // What is of no more use is not kept while a stream lasts; undici's headers hold the bytes that they came in.
    controller.rawHeaders = null;
    if (status === 200) this.#asked = undefined;
    else this.#headers = headers;
    const type = headers['content-type'];
    if (status === 200 && typeof type === 'string' && /^text\/event-stream\b/i.test(type)) {
      this.#events = new EventReader({
        onData: (text) => this.#event(text),
        onTooLong: () => this.#stop(tooLong()),
        maxLength: MAX_BODY,
      });
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, data: Buffer): void {
    if (this.#state === 'ended') return;
    if (this.#events !== undefined) {
      this.#events.feed(data);
      if (this.#ready.length > HIGH_WATER) controller.pause();
      return;
    }
    this.#decoder ??= new StringDecoder('utf8');
    this.#text += this.#decoder.write(data);
    if (this.#text.length > (this.#status === 200 ? MAX_BODY : MAX_ERROR_BODY)) {
      this.#stop(this.#status === 200 ? tooLong() : statusError(this.#status, this.#headers, '', undefined));
    }
  }

  onResponseEnd(): void {
    if (this.#state === 'ended') return;
    if (this.#status !== 200) return this.#failedStatus();
    if (this.#events === undefined) this.#event(this.#text);
    // A last event without an empty line after it was cut off: whoever collects the answer sees that its end is missing.
    this.#end(undefined);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#state === 'ended') return;
    // After [DONE] nothing is missing, however the connection ends.
    if (this.#done) return this.#end(undefined);
    const failure = connectionError(error, this.#status === 200);
    if (this.#status !== 0 || failure.code === 'upstream_timeout' || !this.#tryAgain(undefined))
      this.#end(failure);
  }

  #begin(): void {
    const { signal } = this.#options;
    this.#state = 'open';
    if (signal.aborted) return this.#onAbort();
    signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#dispatch();
  }

  #dispatch(): void {
    this.#tried++;
    this.#status = 0;
    this.#text = '';
    this.#decoder = undefined;
    try {
      const { dispatcher, request } = this.#options;
      dispatcher.dispatch({ ...request, body: this.#body() }, this);
    } catch (error) {
      this.#end(connectionError(error as Error, false));
    }
  }

  /**
   * What is asked. undici keeps a Buffer for as long as the answer takes; what it iterates over it lets go of, at the
   * price of some CPU, which only a stream that may be held open for minutes is worth.
   */
  #body(): Buffer {
    const asked = this.#asked as Buffer;
    if (!this.#options.isStream) return asked;
    const once = { [Symbol.iterator]: () => [this.#asked][Symbol.iterator]() };
    return once as unknown as Buffer;
  }

  #failedStatus(): void {
    const asked = retryAfter(this.#headers, this.#options.clock.now());
    if (isRetryable(this.#status, this.#headers) && this.#tryAgain(asked)) return;
    const body = withoutSecret(this.#text, this.#options.secret);
    this.#end(statusError(this.#status, this.#headers, body, asked));
  }

  #tryAgain(asked: number | undefined): boolean {
    if (this.#tried > this.#options.retries) return false;
    const delay = retryDelay(this.#tried, asked, this.#options.random);
    if (delay === undefined) return false;
    this.#timer = this.#options.clock.after(delay, () => this.#dispatch());
    // No connection is open: a script that awaits the answer would end here.
    this.#timer.ref?.();
    return true;
  }

  #event(data: string): void {
    if (this.#done || this.#state === 'ended') return;
    if (data === '[DONE]') {
      this.#done = true;
      this.#timer = this.#options.clock.after(GRACE, () => this.#stop(undefined));
      return;
    }
    try {
      const chunk = this.#chunks.read(data);
      const reader = this.#reader;
      if (reader === undefined) this.#ready.push(chunk);
      else {
        this.#reader = undefined;
        reader.resolve({ value: chunk, done: false });
      }
    } catch (error) {
      this.#stop(error as EngineError);
    }
  }

  /** Ends the call from this side. */
  #stop(error: EngineError | undefined): void {
    if (this.#state === 'ended') return;
    this.#end(error);
    this.#controller?.abort(error ?? new CancelledError());
  }

  #end(error: EngineError | undefined): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#timer?.cancel();
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader === undefined) this.#error = error;
    else if (error === undefined) reader.resolve({ value: undefined, done: true });
    else reader.reject(error);
  }
}

function tooLong(): UpstreamProtocolError {
  return new UpstreamProtocolError('The upstream sent an answer that is too long.');
}
