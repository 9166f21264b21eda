import { stampsIn } from './stamps.mjs';

/** @typedef {import('./connection.mjs').Answer} Answer */

/** Checks an answer that is not streamed. @implements {Answer} */
export class WholeAnswer {
  #onEnd;
  #status = 0;
  #text = '';

  /** @param {(trouble: string | undefined) => void} onEnd */
  constructor(onEnd) {
    this.#onEnd = onEnd;
  }

  onSent() {}

  /** @param {number} status */
  onHead(status) {
    this.#status = status;
  }

  /** @param {string} text */
  onBody(text) {
    this.#text += text;
  }

  /** @param {string | undefined} error */
  onEnd(error) {
    this.#onEnd(error ?? troubleIn(this.#status, this.#text));
  }
}

/**
 * @param {number} status
 * @param {string} text
 */
function troubleIn(status, text) {
  if (status !== 200) return `status ${status}: ${text.slice(0, 200)}`;
  try {
    const { choices, usage } = JSON.parse(text);
    if (stampsIn(choices[0].message.content).sent === undefined)
      return 'the text is not what the upstream sent';
    if (choices[0].finish_reason !== 'stop') return `finish reason ${choices[0].finish_reason}`;
    return usage.total_tokens > 0 ? undefined : 'no usage';
  } catch {
    return `not a completion: ${text.slice(0, 200)}`;
  }
}
