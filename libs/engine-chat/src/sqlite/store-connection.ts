import type { Clock, Logger, TimerHandle } from '@yychat/engine-core';
import { fromFailure, StoreBusyError, StoreClosedError, StoreFailedError } from './store-errors.js';
import type { StartLink, StoreLink } from './store-link.js';
import { WaitingCalls } from './waiting-calls.js';
import type { CallName, Calls, FromStore, Request } from './wire.js';

/** All in milliseconds. */
const OPENING_DEADLINE = 60_000;
const CLOSING_DEADLINE = 60_000;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;

const LEFT_BEHIND = 'What earlier deletions left in the conversation store was not cleared.';

export interface ConnectionOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** 0 to 1, as `Math.random`. */
  readonly random: () => number;
  /** Operations that may wait for an answer. */
  readonly maxPending: number;
}

/**
 * Asks a store that runs elsewhere. Where the other end breaks off, what was asked of it fails, and it is begun anew after a pause,
 * which grows from one failure to the next; what is asked in between waits for that one attempt.
 */
export class StoreConnection {
  readonly #start: StartLink;
  readonly #options: ConnectionOptions;
  readonly #waiting = new WaitingCalls();
  #link: StoreLink | undefined;
  #open = false;
  #embeddingsMissing: string | undefined;
  #lastId = 0;
  /** Attempts since the store last answered. */
  #failures = 0;
  #restart: TimerHandle | undefined;
  #closing: Promise<void> | undefined;
  #ended: (() => void) | undefined;

  private constructor(start: StartLink, options: ConnectionOptions) {
    this.#start = start;
    this.#options = options;
  }

  /** Rejects with StoreFileError where the file is not as it should be, or with StoreFailedError. */
  static async open(start: StartLink, options: ConnectionOptions): Promise<StoreConnection> {
    const connection = new StoreConnection(start, options);
    await connection.#connect();
    return connection;
  }

  get embeddingsMissing(): string | undefined {
    return this.#embeddingsMissing;
  }

  /**
   * Rejects when the signal aborts; with StoreClosedError after `close`, StoreBusyError where too many wait, StoreFailedError
   * where the store fails.
   */
  async call<Name extends CallName>(
    name: Name,
    argument: Calls[Name]['argument'],
    signal: AbortSignal,
  ): Promise<Calls[Name]['result']> {
    signal.throwIfAborted();
    if (this.#closing) throw new StoreClosedError();
    if (this.#waiting.size >= this.#options.maxPending) throw new StoreBusyError();
    const id = (this.#lastId += 1);
    const request = { id, call: name, argument } as Request;
    // First, for it throws where something cannot cross to another thread; the answer comes later in any case.
    if (this.#open) this.#link?.send(request);
    const answer = this.#waiting.add(request, this.#open, signal, () => {
      if (this.#open) this.#link?.send({ cancel: id });
      this.#hold();
    });
    this.#hold();
    return (await answer) as Calls[Name]['result'];
  }

  /** Resolves when all that was asked before is done, and the other end is gone. */
  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#restart?.cancel();
      const link = this.#link;
      const deadline = this.#options.clock.after(CLOSING_DEADLINE, () => link?.cut());
      this.#ended = () => {
        deadline.cancel();
        resolve();
      };
      if (!link) return this.#end();
      // An attempt to open that is under way is told when it has succeeded.
      if (this.#open) link.send({ end: true });
      link.hold(true);
    });
    return this.#closing;
  }

  /** Rejects where the store cannot be opened. */
  #connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      let refused: Error | undefined;
      const deadline = this.#options.clock.after(OPENING_DEADLINE, () => this.#link?.cut());
      const receive = (message: FromStore): void => {
        if ('replies' in message) return this.#settle(message);
        if ('refused' in message) refused = fromFailure(message.refused);
        else if ('trouble' in message) this.#options.logger.warn({ ...message.trouble }, LEFT_BEHIND);
        else {
          deadline.cancel();
          this.#opened(message.opened.embeddingsMissing);
          resolve();
        }
      };
      const lost = (error: Error | undefined): void => {
        deadline.cancel();
        this.#lost(error);
        reject(refused ?? new StoreFailedError('The conversation store did not open.', error));
      };
      this.#link = this.#start({ receive, lost });
    });
  }

  #opened(embeddingsMissing: string | undefined): void {
    this.#open = true;
    this.#embeddingsMissing = embeddingsMissing;
    for (const request of this.#waiting.unsent()) this.#link?.send(request);
    this.#hold();
    if (this.#closing) this.#link?.send({ end: true });
  }

  #settle({ replies }: Extract<FromStore, { replies: unknown }>): void {
    this.#failures = 0;
    for (const reply of replies) this.#waiting.answer(reply);
    this.#hold();
  }

  /** A process that waits for nothing else may end, but not before it has its answers. */
  #hold(): void {
    if (this.#open) this.#link?.hold(this.#waiting.size > 0 || this.#closing !== undefined);
  }

  #lost(error: Error | undefined): void {
    const wasOpen = this.#open;
    this.#open = false;
    this.#link = undefined;
    if (this.#closing) return this.#end();
    if (!wasOpen) return;
    this.#waiting.fail('sent', new StoreFailedError('The conversation store broke off.', error));
    this.#plan(error);
  }

  #plan(error: Error | undefined): void {
    const { clock, logger, random } = this.#options;
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures);
    const pause = longest * (0.5 + random() / 2);
    this.#failures += 1;
    logger.error({ error, pause }, 'The conversation store broke off and is opened again.');
    this.#restart = clock.after(pause, () => {
      this.#connect().then(
        () => logger.info({}, 'The conversation store is open again.'),
        (failure: unknown) => {
          this.#waiting.fail('all', failure as Error);
          if (!this.#closing) this.#plan(failure as Error);
        },
      );
    });
  }

  #end(): void {
    this.#waiting.fail('all', new StoreClosedError());
    this.#ended?.();
  }
}
