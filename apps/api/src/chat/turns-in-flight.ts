import { EngineError } from '@yychat/engine-core';
import type { ClientConnection } from './client-connection.js';

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

  /** Takes no further turns. Resolves when those under way have ended; after `timeout` milliseconds it ends them. */
  async close(timeout: number): Promise<void> {
    this.#closed = true;
    if (this.#clients.size === 0) return;
    const idle = new Promise<void>((resolve) => (this.#whenIdle = resolve));
    const timer = setTimeout(() => {
      for (const client of this.#clients) client.cancel(shuttingDown());
    }, timeout);
    await idle;
    clearTimeout(timer);
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
