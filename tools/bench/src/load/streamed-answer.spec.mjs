import { describe, expect, it } from '@jest/globals';
import { StreamedAnswer } from './streamed-answer.mjs';

const FIRST =
  'data: {"choices":[{"delta":{"content":" @R00000000001000@ @S00000000001300@"}}],"usage":null}\n\n';
const NEXT = 'data: {"choices":[{"delta":{"content":" @S00000000002000@"}}],"usage":null}\n\n';
const FINISH = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}],"usage":null}\n\n';
const USAGE = 'data: {"choices":[],"usage":{"total_tokens":3}}\n\n';
const DONE = 'data: [DONE]\n\n';

/**
 * @param {string} text
 * @param {{ status?: number, error?: string, pieces?: number }} [how]
 */
function troubleOf(text, { status = 200, error, pieces = text.length } = {}) {
  /** @type {string | undefined} */
  let trouble = 'never ended';
  const answer = new StreamedAnswer(2, { onEnd: (found) => (trouble = found) });
  answer.onSent(500);
  answer.onHead(status);
  for (let at = 0; at < text.length; at += pieces) answer.onBody(text.slice(at, at + pieces), 1_800);
  answer.onEnd(error);
  return { trouble, answer };
}

describe('StreamedAnswer', () => {
  const whole = FIRST + NEXT + FINISH + USAGE + DONE;

  it('finds nothing wrong with a whole answer, however it is cut', () => {
    for (const pieces of [whole.length, 7, 1]) expect(troubleOf(whole, { pieces }).trouble).toBeUndefined();
  });

  it('leaves the time out that the simulator took', () => {
    expect(troubleOf(whole).answer.timeToFirstToken).toBe(1_800 - 500 - 300);
  });

  it.each([
    ['1 chunks in place of 2', FIRST + FINISH + USAGE + DONE],
    ['3 chunks in place of 2', FIRST + NEXT + NEXT + FINISH + USAGE + DONE],
    ['no finish reason', FIRST + NEXT + USAGE + DONE],
    ['no usage chunk', FIRST + NEXT + FINISH + DONE],
    ['no [DONE]', FIRST + NEXT + FINISH + USAGE],
  ])('says: %s', (trouble, text) => {
    expect(troubleOf(text).trouble).toBe(trouble);
  });

  it('says what an error status came with', () => {
    expect(troubleOf('{"error":1}', { status: 500 }).trouble).toBe('status 500: {"error":1}');
  });

  it('passes on what went wrong with the connection', () => {
    expect(troubleOf(whole, { error: 'reset' }).trouble).toBe('reset');
  });
});
