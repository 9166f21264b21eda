import { UpstreamProtocolError } from '@yychat/engine-core';
import { connectionError } from './upstream-errors.js';

/** UTF-16 units. */
const MAX_LENGTH = 64 * 1_024 * 1_024;

/**
 * The body of an answer.
 * @throws UpstreamProtocolError for one that is too long
 * @throws UpstreamUnreachableError where the connection is cut
 */
export async function answerText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      text += decoder.decode(bytes, { stream: true });
      if (text.length > MAX_LENGTH) break;
    }
  } catch (error) {
    throw connectionError(error as Error, true);
  }
  if (text.length > MAX_LENGTH)
    throw new UpstreamProtocolError('The upstream sent an answer that is too long.');
  return text + decoder.decode();
}
