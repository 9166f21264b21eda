import { EngineError } from '@yychat/engine-core';
import type { ClientConnection } from './client-connection.js';

/** Milliseconds that a client gets to read why its turn was ended. */
const LAST_WORDS = 500;

/** The turns that are under way, so that a shutdown can wait for them, and end them when it has waited long enough. */
export class TurnsInFlight {
  readonly #clients = new Set<ClientConnection>();
  #closed = false;
  #whenIdle: (() => void) | undefined;

  get size(): number {
    return this.#clients.size;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** @throws EngineError (503, `shutting_down`) once closed */
  enter(client: ClientConnection): void {
    if (this.#closed) throw shuttingDown();
    this.#clients.add(client);
  }

  leave(client: ClientConnection): void {
    this.#clients.delete(client);
    if (this.#clients.size === 0) this.#whenIdle?.();
  }

  /**
   * Takes no further turns. Resolves when those under way have ended, and their clients have read all of the answer;
   * after `timeout` milliseconds it ends them, and breaks off the connections of clients that do not read.
   */
  async close(timeout: number): Promise<void> {
    this.#closed = true;
    if (this.#clients.size === 0) return;
    const idle = new Promise<void>((resolve) => (this.#whenIdle = resolve));
    const patience = setTimeout(() => {
      for (const client of this.#clients) client.cancel(shuttingDown());
    }, timeout);
    const lastWords = setTimeout(() => {
      for (const client of this.#clients) client.drop();
    }, timeout + LAST_WORDS);
    await idle;
    clearTimeout(patience);
    clearTimeout(lastWords);
  }
}

function shuttingDown(): EngineError {
  return new EngineError('The server is shutting down.', {
    status: 503,
    code: 'shutting_down',
    type: 'server_error',
    retryAfter: 1,
  });
}
