import type { RedisClientType } from '@keyv/redis';
import { systemClock } from '../clock.js';
import type { Clock, TimerHandle } from '../clock.js';
import { CacheError } from '../errors.js';
import { silentLogger } from '../logger.js';
import type { Logger } from '../logger.js';
import { orAbort, reasonOf } from '../wait.js';
import { Breaker } from './breaker.js';
import { Deadlines } from './deadlines.js';
import type { Account } from './deadlines.js';
import type { DriverOptions } from './driver.js';
import { isRefusal, readFailure } from './failure.js';
import { KeptDriver } from './kept-driver.js';
import { RedisReplyError, RedisTimeoutError, RedisUnavailableError } from './redis-errors.js';
import { Tally } from './redis-figures.js';
import type { RedisFigures } from './redis-figures.js';
import type { RedisHealth } from './redis-health.js';
import type { RedisOptions } from './redis-options.js';
import { StateBoard } from './redis-state.js';
import type { RedisState, StateListener } from './redis-state.js';
import { resolveOptions } from './resolve-options.js';
import { Secrets } from './secrets.js';
import { Subscriber } from './subscriber.js';
import type { ChannelListener } from './subscriber.js';

/** Milliseconds without another refusal after which Redis counts as well again. */
const WELL_AFTER = 750;

export interface RedisParts {
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly logger?: Logger;
}

export interface RunOptions {
  /** Milliseconds for all that the work does; default: the connection's `commandTimeout`. */
  readonly deadline?: number;
  /** Rejects with the signal's reason. What was sent may be carried out. */
  readonly signal?: AbortSignal;
  /** Sent wherever there is a connection, also after others had no answer in time: for what is rare and can wait. */
  readonly insists?: boolean;
}

/**
 * The one place that knows Redis. It connects by itself, for ever; work that cannot be done now rejects soon instead of waiting. Made by
 * {@link connectRedis}.
 */
export class RedisConnection {
  readonly #options: DriverOptions;
  readonly #clock: Clock;
  readonly #deadlines: Deadlines;
  readonly #secrets: Secrets;
  readonly #board: StateBoard;
  readonly #breaker: Breaker;
  readonly #driver: KeptDriver;
  readonly #subscriber: Subscriber;
  readonly #tally = new Tally();
  readonly #account: Account = {
    succeeded: (took) => this.#succeeded(took),
    failed: (error, deadline) => this.#failed(error, deadline),
  };
  #onAnswer: (took: number) => void = () => undefined;
  #probe: TimerHandle | undefined;
  #isProbing = false;
  /** The client whose ping is not answered yet. */
  #pinged: RedisClientType | undefined;
  #isClosed = false;
  #refusedAt = -Infinity;

  /** @throws RedisOptionError */
  constructor(
    options: RedisOptions,
    { clock = systemClock, random = Math.random, logger = silentLogger }: RedisParts,
  ) {
    this.#options = resolveOptions(options);
    this.#clock = clock;
    this.#deadlines = new Deadlines(clock);
    this.#secrets = new Secrets([this.#options.password, this.#options.sentinel?.password]);
    this.#board = new StateBoard(logger);
    this.#breaker = new Breaker(this.#options.failures);
    this.#driver = new KeptDriver(this.#options, {
      clock,
      random,
      onReady: () => void this.#ask(),
      onLost: (error) => this.#cut('down', error),
    });
    const listenerOptions = (): ReturnType<KeptDriver['listenerOptions']> => this.#driver.listenerOptions();
    this.#subscriber = new Subscriber({ options: listenerOptions, clock, random, logger });
    this.#askLater();
  }

  get state(): RedisState {
    return this.#board.state;
  }

  get figures(): RedisFigures {
    const { latency, commands, errors, timeouts, fallbacks } = this.#tally;
    const { state } = this.#board;
    return { state, latency, commands, errors, timeouts, fallbacks, breakerOpens: this.#breaker.opens };
  }

  /** Whether work would be refused unsent now. Who asks is taken to go on without Redis then. */
  isAway(): boolean {
    const isAway = this.#breaker.isOpen || !this.#driver.isReady();
    if (isAway) this.#tally.fallbacks++;
    return isAway;
  }

  /**
   * Does work with Redis, within a deadline. Of a cluster, one call's keys are those of one slot where the command, or `multi()`, asks for
   * that. Rejects with a RedisUnavailableError at once where Redis is known to be away, with a RedisTimeoutError, with a RedisReplyError
   * where Redis refuses, with the signal's reason, and with what else the work throws.
   */
  run<T>(work: (client: RedisClientType) => Promise<T>, options: RunOptions = {}): Promise<T> {
    const { deadline = this.#options.commandTimeout, signal, insists = false } = options;
    if (signal?.aborted) return Promise.reject(reasonOf(signal));
    if (insists ? !this.#driver.isReady() : this.isAway()) {
      return Promise.reject(new RedisUnavailableError(this.#board.reason ?? this.#board.state));
    }
    this.#tally.commands++;
    const call = this.#deadlines.within(deadline, () => work(this.#driver.client), this.#account);
    return orAbort(call, signal);
  }

  /** Hears the messages of a channel, from soon on. @returns what ends it */
  subscribe(channel: string, listener: ChannelListener): () => void {
    return this.#subscriber.listen(channel, listener);
  }

  /** Has one listener told how many milliseconds each answer took. It is called on the path of every command. */
  set onAnswer(listener: (took: number) => void) {
    this.#onAnswer = listener;
  }

  /** Tells of each change of the state. @returns what ends it */
  onChange(listener: StateListener): () => void {
    return this.#board.onChange(listener);
  }

  /** Asks Redis, within the deadline of a command. */
  async health(): Promise<RedisHealth> {
    const began = this.#clock.monotonic();
    try {
      await this.run((client) => client.ping());
    } catch (error) {
      if (!CacheError.is(error)) throw error;
    }
    const { state, reason } = this.#board;
    return {
      name: 'redis',
      status: state === 'connecting' ? 'down' : state,
      latency: this.#clock.monotonic() - began,
      ...(state === 'up' ? {} : { reason: reason ?? state }),
      required: false,
    };
  }

  /** Rejects what is under way, and ends all connections. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#breaker.open();
    this.#probe?.cancel();
    this.#subscriber.close();
    await this.#driver.close();
    this.#board.become('down', 'it is closed');
  }

  #cut(state: RedisState, cause: unknown): void {
    if (this.#isClosed) return;
    this.#breaker.open();
    this.#board.become(state, this.#reason(cause));
    this.#askLater();
  }

  #askLater(): void {
    if (this.#isClosed || !this.#breaker.isOpen) return;
    this.#probe?.cancel();
    this.#probe = this.#clock.after(this.#options.probeEvery, () => void this.#ask());
  }

  /** While nothing else is sent, Redis is asked whether it is there. */
  async #ask(): Promise<void> {
    if (this.#isClosed || this.#isProbing || !this.#breaker.isOpen) return;
    this.#isProbing = true;
    try {
      if (this.#driver.isReady()) await this.#probeOnce();
    } finally {
      this.#isProbing = false;
    }
    this.#askLater();
  }

  async #probeOnce(): Promise<void> {
    // What is sent counts as a sign of life: with a ping after each other, silence would never end a connection that is dead.
    if (this.#pinged === this.#driver.client) return;
    try {
      await this.#deadlines.within(this.#options.commandTimeout, () => this.#ping());
    } catch (error) {
      if (!this.#isClosed) this.#board.become(this.#failedState(), this.#reason(error));
      return;
    }
    if (this.#isClosed || !this.#driver.isReady()) return;
    this.#refusedAt = -Infinity;
    this.#breaker.close();
    this.#board.become('up');
  }

  async #ping(): Promise<void> {
    const { client } = this.#driver;
    this.#pinged = client;
    try {
      await client.ping();
    } finally {
      if (this.#pinged === client) this.#pinged = undefined;
    }
  }

  #succeeded(latency: number): void {
    this.#breaker.succeed();
    this.#tally.answered(latency);
    this.#onAnswer(latency);
    if (this.#board.state !== 'degraded' || this.#breaker.isOpen) return;
    if (this.#clock.monotonic() - this.#refusedAt > WELL_AFTER) this.#board.become('up');
  }

  /** What to reject with. */
  #failed(error: unknown, deadline: number): Error {
    const isLate = error instanceof RedisTimeoutError;
    if (CacheError.is(error) && !isLate) return error;
    const { kind, reason } = readFailure(error);
    if (kind === 'bug') return error as Error;
    this.#tally.failed(isLate);
    if (kind === 'reply') return this.#refused(reason, error);
    // Who gives less time than usual does not say that Redis is slow.
    const counts = !isLate || deadline >= this.#options.commandTimeout;
    if (counts && this.#breaker.fail()) this.#cut(this.#failedState(), error);
    return isLate ? error : new RedisUnavailableError(reason, this.#secrets.redactError(error));
  }

  #refused(reply: string, error: unknown): Error {
    this.#breaker.succeed();
    if (isRefusal(reply) && !this.#breaker.isOpen) {
      this.#refusedAt = this.#clock.monotonic();
      this.#board.become('degraded', reply);
    }
    const cause = this.#secrets.redactError(error) as Error;
    return new RedisReplyError(reply, cause.message, cause);
  }

  #failedState(): RedisState {
    return this.#driver.isReady() ? 'degraded' : 'down';
  }

  #reason(error: unknown): string {
    if (error instanceof RedisTimeoutError) return 'it does not answer in time';
    const { reason } = readFailure(error);
    return reason === 'ERR' ? this.#secrets.redact((error as Error).message).slice(0, 120) : reason;
  }
}

/**
 * Connects to Redis. Does not wait for it: see {@link RedisConnection.state}.
 * @throws RedisOptionError
 */
export function connectRedis(options: RedisOptions, parts: RedisParts = {}): RedisConnection {
  return new RedisConnection(options, parts);
}
