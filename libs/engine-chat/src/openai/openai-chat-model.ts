import {
  systemClock,
  type ChatModel,
  type ChatModelContext,
  type ChatModelRequest,
  type Clock,
  type DependencyHealth,
  type ModelChunk,
} from '@yychat/engine-core';
import { APIError, type OpenAI } from 'openai';
import { Pool, type Dispatcher } from 'undici';
import { ModelCall } from './model-call.js';
import { requestBody } from './request-body.js';

export interface OpenAIChatModelOptions {
  /** Gives address, credentials and headers; its own retries and timeouts apply to what it sends itself. */
  readonly client: OpenAI;
  /** Connections to the upstream. Default: a pool of its own, closed by `close()`. */
  readonly dispatcher?: Dispatcher;
  /** Tries after the first, all before an answer has begun. Default 2. */
  readonly maxRetries?: number;
  /** Milliseconds until a connection is open. Default 10,000. */
  readonly connectTimeout?: number;
  /** Milliseconds until an answer begins. Default 600,000, as OpenAI's SDKs have it. */
  readonly headersTimeout?: number;
  /** Milliseconds of silence within an answer. Default 300,000. */
  readonly idleTimeout?: number;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** Where the upstream is, and what to say to it, as the SDK prepares it. */
interface Target {
  readonly path: string;
  readonly headers: readonly string[];
  readonly dispatcher: Dispatcher;
}

/**
 * {@link ChatModel} over an OpenAI-compatible upstream. The `openai` SDK prepares the request once, and its errors are
 * the causes of those thrown here; each turn is then sent over undici itself, because a request through the SDK costs
 * several times what all the rest of a turn does.
 */
export class OpenAIChatModel implements ChatModel {
  readonly #options: OpenAIChatModelOptions;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #target: Target;
  readonly #ownPool: Pool | undefined;

  /** @throws whatever the SDK throws for a client without credentials */
  static async create(options: OpenAIChatModelOptions): Promise<OpenAIChatModel> {
    const { req, url } = await options.client.buildRequest({
      method: 'post',
      path: '/chat/completions',
      body: {},
    });
    return new OpenAIChatModel(options, new URL(url), req.headers);
  }

  private constructor(options: OpenAIChatModelOptions, url: URL, headers: Headers) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#ownPool =
      options.dispatcher === undefined
        ? new Pool(url.origin, {
            connect: { timeout: options.connectTimeout ?? 10_000 },
            keepAliveTimeout: 30_000,
          })
        : undefined;
    // What the SDK tells of itself, and of the one request that it prepared, does not go for all.
    this.#target = {
      path: url.pathname + url.search,
      headers: [...headers]
        .filter(([name]) => name !== 'content-length' && !name.startsWith('x-stainless-'))
        .flat(),
      dispatcher: this.#ownPool ?? (options.dispatcher as Dispatcher),
    };
  }

  generate(
    request: ChatModelRequest,
    { signal, requestId, trace: turnTrace }: ChatModelContext,
  ): AsyncIterable<ModelChunk> {
    const { maxRetries = 2, headersTimeout = 600_000, idleTimeout = 300_000 } = this.#options;
    const { path, headers, dispatcher } = this.#target;
    const body = Buffer.from(requestBody(request));
    const trace = turnTrace?.modelCall();
    const told = trace === undefined ? headers : [...headers, ...Object.entries(trace.headers).flat()];
    return new ModelCall({
      dispatcher,
      signal,
      body,
      isStream: request.stream,
      retries: maxRetries,
      secret: this.#options.client.apiKey ?? '',
      clock: this.#clock,
      random: this.#random,
      trace,
      request: {
        origin: this.#options.client.baseURL,
        method: 'POST',
        path,
        headers: [...told, 'x-client-request-id', requestId, 'content-length', String(body.length)],
        headersTimeout,
        bodyTimeout: idleTimeout,
      },
    });
  }

  /** Lists the models: an upstream that answers, and takes the credentials, is up. */
  async healthCheck(signal: AbortSignal): Promise<DependencyHealth> {
    const begun = this.#clock.monotonic();
    let why: Unhealthy | undefined;
    try {
      await this.#options.client.models.list({ signal, maxRetries: 0 });
    } catch (error) {
      why = whyDown(error);
    }
    const latency = this.#clock.monotonic() - begun;
    return { name: 'upstream', status: why ? 'down' : 'up', latency, required: true, ...why };
  }

  /** Ends the connections, and with them the answers that are still under way. */
  async close(): Promise<void> {
    await this.#ownPool?.destroy();
  }
}

type Unhealthy = Pick<DependencyHealth, 'reason' | 'code' | 'detail'>;

/** Not every compatible upstream lists models; one that says so is there all the same. */
function whyDown(error: unknown): Unhealthy | undefined {
  const status = error instanceof APIError ? (error.status as number | undefined) : undefined;
  if (status === 404 || status === 405 || status === 429) return undefined;
  if (status === 401 || status === 403)
    return { reason: 'it refuses the credentials of this server', code: 'credentials_refused' };
  return status === undefined
    ? { reason: 'it cannot be reached', code: 'unreachable' }
    : { reason: `it answers with status ${status}`, code: 'bad_status', detail: String(status) };
}
