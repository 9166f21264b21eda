import { createParser } from 'eventsource-parser';
import { ApiError, isApiError, toApiError } from '../../api/api-error.js';
import { headersOf } from '../../api/client.js';
import type { ChatRequest } from './chat-request.js';

const ROUTE = '/v1/chat/completions';
/** Milliseconds in which something must come, else the stream is given up. */
const PATIENCE = 120_000;

/** What the answer's headers say. */
export interface AnswerHeaders {
  readonly requestId: string | null;
  readonly engine: string | null;
  readonly epoch: number | null;
  readonly memory: string | null;
}

export interface ChatListener {
  onHeaders(headers: AnswerHeaders): void;
  onText(text: string): void;
  /** Tokens of the answer, as the upstream counts them. */
  onUsage(tokens: number): void;
}

/**
 * Sends a chat as any client would, and tells what comes while it comes.
 * @throws ApiError as the service refused, broke off, or fell silent; the signal's reason, when that stops it
 */
export async function streamChat(
  request: ChatRequest,
  listener: ChatListener,
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController();
  const give = () => silence.abort(new ApiError('The answer has stopped coming.', 0, 'timeout'));
  let timer = setTimeout(give, PATIENCE);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(give, PATIENCE);
  };
  try {
    const response = await send(request, AbortSignal.any([signal, silence.signal]));
    heard();
    listener.onHeaders(headersIn(response.headers));
    if (!response.ok) throw toApiError(response.status, await response.json().catch(() => undefined));
    if (response.body === null) throw brokenOff();
    await readEvents(response.body, listener, heard);
  } catch (error) {
    signal.throwIfAborted();
    silence.signal.throwIfAborted();
    if (isApiError(error)) throw error;
    throw new ApiError('The service cannot be reached.', 0, 'unreachable', null, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function send(request: ChatRequest, signal: AbortSignal): Promise<Response> {
  return fetch(ROUTE, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { ...headersOf('POST', request), accept: 'text/event-stream' },
    body: JSON.stringify(request),
    signal,
  });
}

async function readEvents(
  body: ReadableStream<Uint8Array>,
  listener: ChatListener,
  heard: () => void,
): Promise<void> {
  const seen = { end: false };
  const parser = createParser({
    onEvent({ data }) {
      if (data === '[DONE]') seen.end = true;
      else readChunk(JSON.parse(data), listener);
    },
  });
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    heard();
    parser.feed(decoder.decode(value, { stream: true }));
  }
  // A stream that is complete says so.
  if (!seen.end) throw brokenOff();
}

interface Chunk {
  readonly choices?: readonly { readonly delta?: { readonly content?: string | null } }[];
  readonly usage?: { readonly completion_tokens?: number } | null;
  readonly error?: unknown;
}

/** @throws ApiError where the stream says that the turn has failed */
export function readChunk(chunk: unknown, listener: Pick<ChatListener, 'onText' | 'onUsage'>): void {
  const { choices, usage, error } = chunk as Chunk;
  if (error !== undefined) throw toApiError(200, chunk);
  const text = choices?.[0]?.delta?.content ?? '';
  if (text !== '') listener.onText(text);
  if (typeof usage?.completion_tokens === 'number') listener.onUsage(usage.completion_tokens);
}

function headersIn(headers: Headers): AnswerHeaders {
  const epoch = headers.get('x-yychat-engine-epoch');
  return {
    requestId: headers.get('x-request-id'),
    engine: headers.get('x-yychat-engine'),
    epoch: epoch === null ? null : Number(epoch),
    memory: headers.get('x-yychat-memory'),
  };
}

function brokenOff(): ApiError {
  return new ApiError('The answer was broken off.', 0, 'broken_off');
}
