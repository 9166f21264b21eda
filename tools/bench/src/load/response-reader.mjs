/**
 * What becomes of a response, in order: head, bodies, end.
 * @typedef {object} ResponseListener
 * @property {(status: number) => void} onHead
 * @property {(text: string) => void} onBody a part of the body, as it came
 * @property {(keepAlive: boolean) => void} onEnd
 */

/** @typedef {'head' | 'sized' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'until-close'} State */

const END_OF_LINE = '\r\n';

/**
 * Reads HTTP/1.1 responses off a connection, one after the other, in as few steps as will do: a load generator must
 * not be what is slow. Text is latin1, so that a character is a byte.
 */
export class ResponseReader {
  #listener;
  /** @type {State} */
  #state = 'head';
  /** What has not been read yet. */
  #text = '';
  /** Bytes of the body, or of the chunk, that are still to come. */
  #missing = 0;
  #keepAlive = true;

  /** @param {ResponseListener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /** @param {string} text */
  push(text) {
    this.#text += text;
    while (this.#step());
  }

  /** The connection was closed. */
  close() {
    if (this.#state === 'until-close') this.#end();
  }

  /** Reads what can be read in one go; false when more has to come first. */
  #step() {
    switch (this.#state) {
      case 'head':
        return this.#head();
      case 'sized':
        return this.#body(() => this.#end());
      case 'chunk-size':
        return this.#chunkSize();
      case 'chunk':
        return this.#body(() => this.#go('chunk-end'));
      case 'chunk-end':
        return this.#line() !== undefined && this.#go('chunk-size');
      case 'trailer':
        return this.#trailer();
      case 'until-close':
        return this.#body(() => false);
    }
  }

  #head() {
    const end = this.#text.indexOf(END_OF_LINE + END_OF_LINE);
    if (end < 0) return false;
    const head = this.#text.slice(0, end).toLowerCase();
    this.#text = this.#text.slice(end + 4);
    this.#keepAlive = !/\r\nconnection: *close/.test(head);
    this.#listener.onHead(Number(head.slice(9, 12)));
    if (/\r\ntransfer-encoding: *chunked/.test(head)) return this.#go('chunk-size');
    const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
    this.#missing = length === undefined ? Infinity : Number(length);
    if (this.#missing === 0) return this.#end();
    if (length === undefined) this.#keepAlive = false;
    return this.#go(length === undefined ? 'until-close' : 'sized');
  }

  /** @param {() => boolean} whenComplete */
  #body(whenComplete) {
    if (this.#text === '') return false;
    const part = this.#text.length <= this.#missing ? this.#text : this.#text.slice(0, this.#missing);
    this.#text = this.#text.slice(part.length);
    this.#missing -= part.length;
    this.#listener.onBody(part);
    return this.#missing === 0 && whenComplete();
  }

  #chunkSize() {
    const line = this.#line();
    if (line === undefined) return false;
    this.#missing = Number.parseInt(line, 16);
    return this.#go(this.#missing === 0 ? 'trailer' : 'chunk');
  }

  #trailer() {
    const line = this.#line();
    return line === '' ? this.#end() : line !== undefined;
  }

  #line() {
    const end = this.#text.indexOf(END_OF_LINE);
    if (end < 0) return undefined;
    const line = this.#text.slice(0, end);
    this.#text = this.#text.slice(end + 2);
    return line;
  }

  #end() {
    this.#go('head');
    this.#listener.onEnd(this.#keepAlive);
    return this.#text !== '';
  }

  /** @param {State} state */
  #go(state) {
    this.#state = state;
    return true;
  }
}
