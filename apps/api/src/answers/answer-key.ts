import { createHash } from 'node:crypto';
import type { ChatModelRequest } from '@yychat/engine-core';

/**
 * The key of an answer: the hash of all that was asked, and by whom. Members of objects may come in any order. How the answer is to be
 * sent (`stream`) is left out: it is the same answer.
 * @param scope among whom it is shared
 * @param upstream its address: another one answers otherwise
 */
export function answerKey(
  { model, messages, options }: ChatModelRequest,
  scope: string,
  upstream: string,
): string {
  const { stream_options: _, ...parameters } = options;
  const asked = JSON.stringify([scope, upstream, model, messages, parameters], sorted);
  return createHash('sha256').update(asked).digest('base64url');
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
