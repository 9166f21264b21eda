import { connect } from 'node:net';
import { nowUs } from '../runner/clock.mjs';
import { ResponseReader } from './response-reader.mjs';

/**
 * Where requests go.
 * @typedef {object} Target
 * @property {string} name
 * @property {number} port of 127.0.0.1
 * @property {string} path
 * @property {Readonly<Record<string, string>>} headers
 */

/**
 * A request's answer as it arrives. Times are in µs of the clock that all processes share.
 * @typedef {object} Answer
 * @property {(time: number) => void} onSent
 * @property {(status: number) => void} onHead
 * @property {(text: string, time: number) => void} onBody
 * @property {(error: string | undefined, time: number) => void} onEnd called once; with what went wrong, if anything did
 */

/** A client that keeps its connection, with one request at a time on it. */
export class Connection {
  #head;
  #port;
  /** @type {import('node:net').Socket | undefined} */
  #socket;
  /** @type {Answer | undefined} */
  #answer;
  #arrived = 0;

  /** @param {Target} target */
  constructor({ port, path, headers }) {
    const lines = Object.entries({
      host: `127.0.0.1:${port}`,
      'content-type': 'application/json',
      ...headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#head = `POST ${path} HTTP/1.1\r\n${lines.join('')}content-length: `;
    this.#port = port;
  }

  /**
   * @param {string} body ASCII
   * @param {Answer} answer
   */
  send(body, answer) {
    this.#answer = answer;
    const socket = this.#socket ?? this.#open();
    answer.onSent(nowUs());
    socket.write(`${this.#head}${body.length}\r\n\r\n${body}`, 'latin1');
  }

  /** Leaves, whatever is under way; its answer hears nothing more. */
  leave() {
    this.#answer = undefined;
    this.#socket?.destroy();
  }

  #open() {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    const reader = new ResponseReader({
      onHead: (status) => this.#answer?.onHead(status),
      onBody: (text) => this.#answer?.onBody(text, this.#arrived),
      onEnd: (keepAlive) => {
        if (!keepAlive) this.#drop(socket);
        this.#end(undefined);
      },
    });
    /** @type {string | undefined} */
    let failure;
    socket.on('data', (data) => {
      this.#arrived = nowUs();
      reader.push(data.toString('latin1'));
    });
    socket.on('error', (error) => (failure = error.message));
    socket.on('close', () => {
      reader.close();
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#end(failure ?? 'the connection was closed before the answer was complete');
    });
    this.#socket = socket;
    return socket;
  }

  /** @param {import('node:net').Socket} socket */
  #drop(socket) {
    this.#socket = undefined;
    socket.destroy();
  }

  /** @param {string | undefined} error */
  #end(error) {
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.onEnd(error, this.#arrived);
  }
}
