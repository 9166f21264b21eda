import { scriptedErrorJson } from './api-error.js';
import type { Behaviour, ScriptedError } from './behaviour.js';
import type { Exchange } from './exchange.js';

const JSON_TYPE = 'application/json';

/** Sends a complete JSON answer. */
export function sendJson(
  exchange: Exchange,
  status: number,
  json: string,
  headers: Record<string, string> = {},
): void {
  exchange.response.writeHead(status, {
    'content-type': JSON_TYPE,
    'content-length': Buffer.byteLength(json),
    ...headers,
  });
  exchange.response.end(json);
}

/**
 * What comes before any answer: latency, refusal, silence, error.
 * @returns whether that was the answer
 */
export async function answeredEarly(exchange: Exchange, behaviour: Behaviour): Promise<boolean> {
  await exchange.pause(behaviour.latency ?? 0);
  if (behaviour.refuse) {
    await exchange.drop();
    return true;
  }
  if (behaviour.silence === 'headers') return exchange.hold();
  if (behaviour.error) {
    sendError(exchange, behaviour.error);
    return true;
  }
  return false;
}

/** Sends a JSON answer in one body, with the faults that a behaviour asks for. */
export async function answerPlainly(exchange: Exchange, behaviour: Behaviour, json: string): Promise<void> {
  if (await answeredEarly(exchange, behaviour)) return;
  const { streamError, malformed, cut, end, silence, splitBytes, firstChunk = 0 } = behaviour;
  if (streamError) {
    sendError(exchange, { status: 500, message: streamError.message ?? 'The simulator was told to fail.' });
    return;
  }
  const { response } = exchange;
  const half = json.slice(0, Math.ceil(json.length / 2));
  const body = malformed ? (malformed.text ?? half) : end ? half : json;
  // Without a length the body is chunked, and no reader joins the pieces again.
  const length = splitBytes === undefined ? { 'content-length': Buffer.byteLength(body) } : {};
  response.writeHead(200, { 'content-type': JSON_TYPE, ...length });
  if (firstChunk > 0 || cut || silence) response.flushHeaders();
  await exchange.pause(firstChunk);
  if (cut || silence) {
    await exchange.write(half);
    return silence ? exchange.hold() : exchange.drop();
  }
  if (splitBytes === undefined) {
    response.end(body);
    return;
  }
  await exchange.writeSplit(body, splitBytes);
  response.end();
}

function sendError(exchange: Exchange, error: ScriptedError): void {
  const { status, headers = {}, body } = error;
  const type = body?.trimStart().startsWith('<') ? { 'content-type': 'text/html; charset=utf-8' } : {};
  sendJson(exchange, status, body ?? scriptedErrorJson(error), { ...type, ...headers });
}
