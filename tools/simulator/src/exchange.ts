import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as immediate } from 'node:timers/promises';

/** Thrown when the connection closed while an answer was being given; there is nobody left to tell. */
export class ClientGone extends Error {
  constructor() {
    super('The connection is closed.');
    this.name = 'ClientGone';
  }
}

/** One request and its answer. Every wait ends at once, with {@link ClientGone}, when the connection closes. */
export class Exchange {
  /** Whether the simulator itself destroyed the connection. */
  dropped = false;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
  ) {
    response.once('close', () => {
      this.#closed = true;
      this.#wake?.();
    });
  }

  /** The client left before the answer was complete. */
  get aborted(): boolean {
    return this.#closed && !this.dropped && !this.response.writableFinished;
  }

  /** @param ms - 0 or less does not wait */
  async pause(ms: number): Promise<void> {
    if (ms > 0)
      await this.#until((done) => {
        const timer = setTimeout(done, ms);
        return () => clearTimeout(timer);
      });
    this.#alive();
  }

  /** Says nothing until the client leaves. */
  async hold(): Promise<never> {
    await this.#until(() => () => undefined);
    throw new ClientGone();
  }

  /** Writes, and waits when the client reads slower than that. */
  async write(data: string | Uint8Array): Promise<void> {
    this.#alive();
    if (this.response.write(data)) return;
    await this.#until((done) => {
      this.response.once('drain', done);
      return () => this.response.off('drain', done);
    });
    this.#alive();
  }

  /** Writes in pieces of `size` bytes, each of which leaves on its own. */
  async writeSplit(text: string, size: number): Promise<void> {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) {
      await this.write(bytes.subarray(at, at + size));
      await this.flushed();
    }
  }

  /** Waits until what was written has left the process. */
  async flushed(): Promise<void> {
    await immediate();
    while (this.response.writableLength > 0) await this.pause(1);
    this.#alive();
  }

  /** Destroys the connection once what was written has left. */
  async drop(): Promise<void> {
    await this.flushed();
    this.dropped = true;
    this.request.socket.destroy();
  }

  #alive(): void {
    if (this.#closed) throw new ClientGone();
  }

  async #until(arrange: (done: () => void) => () => void): Promise<void> {
    this.#alive();
    await new Promise<void>((resolve) => {
      const release = arrange(resolve);
      this.#wake = () => {
        release();
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
