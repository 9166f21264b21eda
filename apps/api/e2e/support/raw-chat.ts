import {
  request,
  type Agent,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { performance } from 'node:perf_hooks';
import { ADMIN_KEY, type ServiceUnderTest } from './service.js';

/** What came over the wire. */
export interface RawAnswer {
  /** Undefined: the connection ended before any header. */
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Ended as HTTP says, not by a broken connection. */
  readonly complete: boolean;
}

export interface RawOptions {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: a connection of its own. */
  readonly agent?: Agent;
}

/** One request without any SDK's leniency, which can be watched, left alone, or left. */
export class RawChat {
  /** When the connection ended or the answer was complete. Never rejects. */
  readonly answer: Promise<RawAnswer>;
  readonly #sent: ClientRequest;
  readonly #watching = new Set<(piece: string) => void>();
  #response: IncomingMessage | undefined;
  #text = '';
  #over = false;

  constructor(url: string, body: unknown, options: RawOptions = {}) {
    const { method = 'POST', path = '/v1/chat/completions', headers = {}, agent } = options;
    this.#sent = request(new URL(path, url), {
      method,
      agent: agent ?? false,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json', ...headers },
    });
    this.answer = new Promise((resolve) => {
      const done = (complete: boolean) => {
        this.#over = true;
        this.#look();
        const { statusCode: status, headers: received = {} } = this.#response ?? {};
        resolve({ status, headers: received, text: this.#text, complete });
      };
      this.#sent.on('error', () => {
        if (this.#response === undefined) done(false);
      });
      this.#sent.on('response', (response) => {
        this.#response = response;
        response.setEncoding('utf8').on('data', (text: string) => {
          this.#text += text;
          this.#look(text);
        });
        response.on('error', () => undefined).on('close', () => done(response.complete));
        this.#look();
      });
    });
    this.#sent.end(
      body === undefined || typeof body === 'string' || body instanceof Uint8Array
        ? body
        : JSON.stringify(body),
    );
  }

  /** Resolves when the answer has this text in it. @throws Error when it ends without */
  async says(text: string): Promise<void> {
    // Only what is new is searched, for answers can be long.
    let tail = this.#text;
    await this.#until((piece) => {
      tail += piece;
      const isThere = tail.includes(text);
      tail = tail.slice(-text.length);
      return isThere;
    });
  }

  /** Resolves when the status has come. @throws Error when the connection ends without */
  async answers(): Promise<void> {
    await this.#until(() => this.#response !== undefined);
  }

  /** Takes nothing more from the connection. */
  stopReading(): void {
    this.#response?.pause();
  }

  readOn(): void {
    this.#response?.resume();
  }

  /** Destroys the connection. Returns when, as `performance.now()`. */
  leave(how: 'close' | 'reset' = 'close'): number {
    const { socket } = this.#sent;
    if (how === 'reset' && socket !== null) socket.resetAndDestroy();
    else this.#sent.destroy();
    return performance.now();
  }

  #look(piece = ''): void {
    for (const check of this.#watching) check(piece);
  }

  #until(isSo: (piece: string) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (piece: string) => {
        if (isSo(piece)) resolve();
        else if (this.#over) reject(new Error(`It ended without that: ${this.#text.slice(0, 500)}`));
        else return;
        this.#watching.delete(check);
      };
      this.#watching.add(check);
      check('');
    });
  }
}

/** Posts to the chat route, with the admin key. */
export function chat(service: ServiceUnderTest, body: unknown, options: RawOptions = {}): RawChat {
  return new RawChat(service.url, body, options);
}

/** A chat request with one message of the user. */
export function asking(text = 'hi', more: object = {}): object {
  return { model: 'gpt-4.1', messages: [{ role: 'user', content: text }], ...more };
}

/** Asks a route that answers with JSON. */
export async function getJson(service: ServiceUnderTest, path: string) {
  const { status, text } = await new RawChat(service.url, undefined, { method: 'GET', path }).answer;
  return { status, body: JSON.parse(text) };
}
