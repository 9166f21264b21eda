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
    response.on('close', () => {
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

  /** Resolves when the client has room again, or is gone. */
  drained(): Promise<void> {
    const response = this.#response;
    return new Promise((resolve) => {
      const stalled = setTimeout(() => response.destroy(), STALL_TIMEOUT);
      const done = () => {
        clearTimeout(stalled);
        response.off('drain', done).off('close', done);
        resolve();
      };
      if (response.destroyed) done();
      else response.on('drain', done).on('close', done);
    });
  }
}
