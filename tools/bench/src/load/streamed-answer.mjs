import { stampsIn } from './stamps.mjs';

/** @typedef {import('./connection.mjs').Answer} Answer */

/**
 * @typedef {object} StreamListener
 * @property {(stream: StreamedAnswer) => void} [onChunk] a chunk with text has come
 * @property {(trouble: string | undefined, stream: StreamedAnswer) => void} onEnd
 */

/** Checks a streamed answer, chunk for chunk. @implements {Answer} */
export class StreamedAnswer {
  /** Chunks with text so far. */
  chunks = 0;
  #expected;
  #listener;
  #status = 0;
  #rest = '';
  #sentAt = NaN;
  #added = NaN;
  #isFinished = false;
  #hasUsage = false;
  #isDone = false;

  /**
   * @param {number} expected number of chunks with text
   * @param {StreamListener} listener
   */
  constructor(expected, listener) {
    this.#expected = expected;
    this.#listener = listener;
  }

  /**
   * Time to the first chunk with text without the time that the simulator itself took, µs: what lies between client
   * and simulator, both ways.
   */
  get timeToFirstToken() {
    return this.#added;
  }

  /** @param {number} time */
  onSent(time) {
    this.#sentAt = time;
  }

  /** @param {number} status */
  onHead(status) {
    this.#status = status;
  }

  /**
   * @param {string} text
   * @param {number} time
   */
  onBody(text, time) {
    const events = (this.#rest + text).split('\n\n');
    this.#rest = events.pop() ?? '';
    for (const event of events) this.#event(event, time);
  }

  /** @param {string | undefined} error */
  onEnd(error) {
    this.#listener.onEnd(error ?? this.#trouble(), this);
  }

  /**
   * Looked at for what is in it, without parsing: the load generator has one core for all.
   * @param {string} event
   * @param {number} time
   */
  #event(event, time) {
    const { received, sent } = stampsIn(event);
    if (sent !== undefined) {
      this.chunks += 1;
      if (this.chunks === 1 && received !== undefined) this.#added = time - this.#sentAt - (sent - received);
      this.#listener.onChunk?.(this);
    } else if (event === 'data: [DONE]') this.#isDone = true;
    else if (event.includes('"usage":{')) this.#hasUsage = true;
    else if (event.includes('"finish_reason":"stop"')) this.#isFinished = true;
  }

  #trouble() {
    if (this.#status !== 200) return `status ${this.#status}: ${this.#rest.slice(0, 200)}`;
    if (this.chunks !== this.#expected) return `${this.chunks} chunks in place of ${this.#expected}`;
    if (!this.#isFinished) return 'no finish reason';
    if (!this.#hasUsage) return 'no usage chunk';
    return this.#isDone ? undefined : 'no [DONE]';
  }
}
