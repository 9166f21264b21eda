import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6 } from 'node:net';
import type { Clock } from '../../ports/clock.js';
import type { AddressPolicy } from '../addresses/address-policy.js';
import { resolveTarget, type Resolve } from '../addresses/resolve-target.js';
import { DeliveryError } from '../delivery-error.js';

/** What sending needs from outside. */
export interface Outside {
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
  readonly clock: Clock;
  /** Milliseconds that one message may take, from the name's resolution to the answer's end. */
  readonly timeout: number;
  /** Stands in messages as a link. */
  readonly dashboardUrl?: string | undefined;
}

export interface PostRequest {
  readonly url: URL;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PostAnswer {
  readonly status: number;
  readonly text: string;
  /** Milliseconds that the receiver asks to be left alone. */
  readonly retryAfter: number | undefined;
}

/** Why a message is stopped that takes too long. */
const LATE = Symbol('late');

/** Bytes of an answer that are read; nobody has more to say to an alert. */
const MOST_ANSWER = 65_536;

/**
 * Posts JSON to the address that the host has now. Redirects are not followed: they would lead past the check of the address.
 * Rejects with DeliveryError when there is no answer in time; an answer of any status is an answer.
 */
export async function post(
  { url, body, headers = {} }: PostRequest,
  { policy, resolve, clock, timeout }: Outside,
  signal: AbortSignal,
): Promise<PostAnswer> {
  const abort = new AbortController();
  const timer = clock.after(timeout, () => abort.abort(LATE));
  const stop = () => abort.abort();
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    const address = await raced(resolveTarget(url.hostname, policy, resolve), abort.signal);
    return await exchange(url, address, body, headers, abort.signal);
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    if (abort.signal.reason === LATE) {
      const message = `There was no answer within ${timeout} ms.`;
      throw new DeliveryError(message, { code: 'timeout', retryable: true, cause: error });
    }
    if (signal.aborted)
      throw new DeliveryError('The sending was stopped.', { code: 'stopped', retryable: true, cause: error });
    throw unreachable(error);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', stop);
  }
}

function exchange(
  url: URL,
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<PostAnswer> {
  const family = isIPv6(address) ? 6 : 4;
  const bytes = Buffer.from(body, 'utf8');
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? requestHttps : requestHttp)(
      url,
      {
        method: 'POST',
        // One message, one connection: it goes to the address that was checked.
        agent: false,
        signal,
        lookup: (_host, options, callback) => {
          if (options.all === true) callback(null, [{ address, family }]);
          else callback(null, address, family);
        },
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': bytes.byteLength,
          'user-agent': 'YYChat-Alerts/1',
          ...headers,
        },
      },
      (answer) => void read(answer).then(resolve, reject),
    );
    sent.on('error', reject);
    sent.end(bytes);
  });
}

async function read(answer: IncomingMessage): Promise<PostAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= MOST_ANSWER) break;
  }
  const seconds = Number(answer.headers['retry-after']);
  return {
    status: answer.statusCode ?? 0,
    text: Buffer.concat(chunks).subarray(0, MOST_ANSWER).toString('utf8'),
    retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined,
  };
}

function raced<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    void work.then(resolve, reject);
  });
}

function unreachable(cause: unknown): DeliveryError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no reason';
  return new DeliveryError(`The receiver could not be reached (${code}).`, {
    code: 'unreachable',
    retryable: true,
    cause,
  });
}
