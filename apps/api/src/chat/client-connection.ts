import { CancelledError } from '@yychat/engine-core';
import type { ServerResponse } from 'node:http';

/** Milliseconds for which a client may take nothing from its stream before it counts as gone. */
const STALL_TIMEOUT = 60_000;

/** The client's end of a turn: tells when it has gone, and waits when it reads slowly. */
export class ClientConnection {
  readonly #response: ServerResponse;
  readonly #gone = new AbortController();

  constructor(response: ServerResponse) {
    this.#response = response;
    this.whenClosed(() => {
      if (!response.writableFinished)
        this.cancel(new CancelledError(new Error('The client closed the connection.')));
    });
  }

  /** Aborted when the client has gone, or `cancel` was called. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  cancel(reason: Error): void {
    if (!this.#gone.signal.aborted) this.#gone.abort(reason);
  }

  /** Calls back once all of the answer has left for the client, or the client has gone. */
  whenClosed(listener: () => void): void {
    if (this.#response.closed) listener();
    else this.#response.once('close', listener);
  }

  /** Breaks the connection off. */
  drop(): void {
    this.#response.destroy();
  }

  /** Resolves when the client has room again, or is gone, or the turn was cancelled. */
  drained(): Promise<void> {
    const response = this.#response;
    // The response tells only of what was written through it.
    const outlet = response.socket ?? response;
    return new Promise((resolve) => {
      const stalled = setTimeout(() => response.destroy(), STALL_TIMEOUT);
      const done = () => {
        clearTimeout(stalled);
        outlet.off('drain', done);
        response.off('close', done);
        this.signal.removeEventListener('abort', done);
        resolve();
      };
      if (response.destroyed || this.signal.aborted) return done();
      outlet.on('drain', done);
      response.on('close', done);
      this.signal.addEventListener('abort', done);
    });
  }
}
