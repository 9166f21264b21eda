import type { IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import { ApiError, errorJson, invalid } from './api-error.js';
import { authorise } from './authorise.js';
import type { Brain } from './brain/brain.js';
import { composeAnswer, nextId } from './chat/answer.js';
import { parseChatRequest } from './chat/chat-request.js';
import { streamEvents } from './chat/chunks.js';
import { completionJson } from './chat/completion.js';
import { streamAnswer } from './chat/stream-answer.js';
import { control } from './control.js';
import { embeddingsJson } from './embeddings/embeddings.js';
import { ClientGone, type Exchange } from './exchange.js';
import { isObject, type JsonObject } from './json.js';
import type { Ledger, OpenRecord } from './ledger.js';
import { modelJson, modelsJson } from './models.js';
import { ownBehaviour } from './parse-behaviour.js';
import { answerPlainly, sendJson } from './plain-answer.js';
import type { Endpoint, Script } from './script.js';

/** What the routes work with. */
export interface Surroundings {
  readonly script: Script;
  readonly ledger: Ledger;
  readonly brain: Brain;
  readonly models: readonly string[];
  readonly apiKey: string | undefined;
}

const ENDPOINTS: readonly { endpoint: Endpoint; method: string; path: RegExp }[] = [
  { endpoint: 'chat', method: 'POST', path: /^\/v1\/chat\/completions$/ },
  { endpoint: 'embeddings', method: 'POST', path: /^\/v1\/embeddings$/ },
  { endpoint: 'models', method: 'GET', path: /^\/v1\/models(\/.+)?$/ },
];

/** Answers one request; every error becomes an answer. */
export async function answer(exchange: Exchange, around: Surroundings): Promise<void> {
  try {
    await route(exchange, around);
  } catch (error) {
    if (error instanceof ClientGone || exchange.response.closed) return;
    if (exchange.response.headersSent) {
      exchange.response.destroy();
      return;
    }
    const known =
      error instanceof ApiError ? error : new ApiError(500, `The simulator failed: ${String(error)}`);
    sendJson(exchange, known.status, errorJson(known));
  }
}

async function route(exchange: Exchange, around: Surroundings): Promise<void> {
  const { request, response } = exchange;
  const method = request.method ?? '';
  const path = new URL(request.url ?? '', 'http://simulator').pathname;
  const text = await bodyText(request);
  if (path.startsWith('/__sim/')) {
    if (request.headers.origin !== undefined) throw new ApiError(403, 'Not from a web page.');
    sendJson(
      exchange,
      200,
      JSON.stringify(control(`${method} ${path}`, parseBody(text), around.script, around.ledger)),
    );
    return;
  }
  const started = performance.now();
  response.setHeader('x-request-id', nextId('req_sim'));
  response.setHeader('openai-version', '2020-10-01');
  const record: OpenRecord = {
    method,
    path,
    headers: request.headers,
    body: {},
    receivedAt: started,
    aborted: false,
  };
  around.ledger.keep(record);
  response.once('close', () => {
    record.closedAt = performance.now();
    record.aborted = exchange.aborted;
    if (record.aborted) around.ledger.count('aborted');
  });
  const endpoint = endpointOf(method, path);
  if (endpoint === 'chat') {
    around.ledger.count('requests');
    response.once('close', around.ledger.begin());
  }
  if (endpoint === 'embeddings') around.ledger.count('embeddings');
  authorise(request.headers.authorization, around.apiKey);
  record.body = parseBody(text);
  await serve(endpoint, exchange, record, around);
}

async function serve(
  endpoint: Endpoint,
  exchange: Exchange,
  record: OpenRecord,
  { script, ledger, brain, models }: Surroundings,
): Promise<void> {
  const own = ownBehaviour(record.body, record.headers['x-sim']);
  if (endpoint !== 'chat') {
    const json = endpoint === 'embeddings' ? embeddingsJson(record.body) : modelsAnswer(models, record.path);
    await answerPlainly(exchange, script.choose(record, endpoint, own), json);
    return;
  }
  const request = parseChatRequest(record.body);
  const behaviour = script.choose(record, endpoint, own);
  const said = composeAnswer(request, behaviour, brain);
  if (!request.stream) {
    await answerPlainly(exchange, behaviour, completionJson(request, said, behaviour));
    return;
  }
  ledger.count('streams');
  await streamAnswer(exchange, behaviour, streamEvents(request, said, behaviour), said.gap);
}

function endpointOf(method: string, path: string): Endpoint {
  const found = ENDPOINTS.find((known) => known.path.test(path));
  if (!found) throw new ApiError(404, `Invalid URL (${method} ${path})`);
  if (method === found.method) return found.endpoint;
  throw new ApiError(405, `Not allowed to ${method} on ${path}.`, { code: 'method_not_supported' });
}

function modelsAnswer(models: readonly string[], path: string): string {
  const id = path.slice('/v1/models/'.length);
  return id === '' ? modelsJson(models) : modelJson(models, decodeURIComponent(id));
}

async function bodyText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    throw new ClientGone();
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string): JsonObject {
  if (text === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalid('We could not parse the JSON body of your request.');
  }
  if (!isObject(body)) throw invalid('The body of your request must be a JSON object.');
  return body;
}
