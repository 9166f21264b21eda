import type { Clock, Logger } from '@yychat/engine-core';
import type pg from 'pg';
import type { Statement } from './statement.js';
import { isRefusal, PostgresStoreError, toStoreError } from './store-error.js';

/** Operations that may be under way at once, most of them waiting for a connection. */
const MAX_UNDER_WAY = 1_000;

export interface ConnectionsOptions {
  readonly pool: pg.Pool;
  /** Whether the pool ends with this. */
  readonly ownsPool: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether the server keeps the plans of statements. */
  readonly prepare: boolean;
  /** Milliseconds that an operation gets, the wait for a connection included. */
  readonly timeout: number;
}

export interface RunOptions {
  /** Milliseconds; default: what all operations get. */
  readonly timeout?: number;
  /** Operations of one line go one after the other: where they would wait for each other at the server, each with a connection. */
  readonly line?: string;
}

/** What one operation has come to. */
interface Attempt {
  /** Nobody waits for it any longer. */
  over: boolean;
  /** Gives up the connection that it has. */
  drop?: () => void;
}

const ignore = (): void => undefined;

/**
 * Runs statements, each for itself, over the connections of a pool; each within its time.
 *
 * An aborted signal rejects at once. A statement that has not been sent by then never is; one that has been sent runs to its end, and
 * its connection serves others after that: to break it off would cost a new connection, while statements end by themselves soon.
 * Whatever has not ended in its time loses its connection, so that a server that has fallen silent holds none.
 */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #underWay = new Set<Promise<void>>();
  /** The end of the last operation of each line. */
  readonly #lines = new Map<string, Promise<void>>();
  #closing: Promise<void> | undefined;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    options.pool.on('error', this.#onIdleError);
  }

  /** @throws PostgresStoreError after {@link close} */
  assertOpen(): void {
    if (this.#closing) throw new PostgresStoreError('conversation_log_closed');
  }

  /** Rejects with a PostgresStoreError, or with the signal's reason. */
  query<Row extends pg.QueryResultRow>(
    { text, name }: Statement,
    values: unknown[],
    signal: AbortSignal,
    options: RunOptions = {},
  ): Promise<Row[]> {
    const query = { text, values, ...(this.#options.prepare && name !== undefined && { name }) };
    return this.run(signal, async (client) => (await client.query<Row>(query)).rows, options);
  }

  /**
   * Does some work with a connection of its own, which is given back after it, or closed when the time is up.
   * Rejects as {@link query} does.
   */
  run<T>(
    signal: AbortSignal,
    work: (client: pg.PoolClient) => Promise<T>,
    { timeout = this.#options.timeout, line }: RunOptions = {},
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      this.assertOpen();
      if (this.#underWay.size >= MAX_UNDER_WAY) throw new PostgresStoreError('conversation_store_busy');
      const attempt: Attempt = { over: false };
      const ended = new Promise<void>((end) => {
        const giveUp = (reason: Error): void => {
          attempt.over = true;
          reject(reason);
        };
        const onAbort = (): void => giveUp(signal.reason as Error);
        signal.addEventListener('abort', onAbort);
        const timer = this.#options.clock.after(timeout, () => {
          giveUp(new PostgresStoreError('conversation_store_timeout'));
          attempt.drop?.();
          end();
        });
        void this.#perform(work, attempt, line === undefined ? undefined : this.#lines.get(line))
          .then(resolve, (error: unknown) => reject(toStoreError(error)))
          .finally(() => {
            timer.cancel();
            signal.removeEventListener('abort', onAbort);
            end();
          });
      });
      this.#underWay.add(ended);
      if (line !== undefined) this.#lines.set(line, ended);
      void ended.then(() => {
        this.#underWay.delete(ended);
        if (line !== undefined && this.#lines.get(line) === ended) this.#lines.delete(line);
      });
    });
  }

  /** Waits for what is under way, however it ends; then closes the connections. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { pool, ownsPool } = this.#options;
    await Promise.all(this.#underWay);
    if (ownsPool) await pool.end();
    pool.off('error', this.#onIdleError);
  }

  async #perform<T>(
    work: (client: pg.PoolClient) => Promise<T>,
    attempt: Attempt,
    previous: Promise<void> | undefined,
  ): Promise<T> {
    const assertWanted = (): void => {
      if (attempt.over) throw new PostgresStoreError('conversation_store_timeout');
    };
    await previous;
    assertWanted();
    const client = await this.#options.pool.connect();
    let held = true;
    const release = (broken: boolean): void => {
      if (!held) return;
      held = false;
      client.off('error', ignore);
      client.release(broken);
    };
    // The statement under way rejects with it; without a listener it would end the process.
    client.on('error', ignore);
    attempt.drop = () => release(true);
    try {
      assertWanted();
      const result = await work(client);
      release(false);
      return result;
    } catch (error) {
      release(!isRefusal(error));
      throw error;
    }
  }

  readonly #onIdleError = (error: Error): void => {
    this.#options.logger.warn({ err: error }, 'an idle connection to PostgreSQL was lost');
  };
}
