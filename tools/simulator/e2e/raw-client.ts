import { request, type IncomingHttpHeaders } from 'node:http';
import { performance } from 'node:perf_hooks';

/** What came over the wire, byte for byte. */
export interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** What each read returned. */
  readonly reads: readonly Buffer[];
  /** When, ms after the request was sent. */
  readonly headersAfter: number;
  readonly readsAfter: readonly number[];
  /** `complete`: ended as HTTP says. `cut`: the connection broke in the body. `refused`: before any header. */
  readonly outcome: 'complete' | 'cut' | 'refused';
}

export interface RawRequest {
  readonly answer: Promise<RawAnswer>;
  /** Resolves when so much text has come. */
  readonly has: (text: string) => Promise<void>;
  readonly headersCame: Promise<void>;
  readonly leave: () => void;
}

/** Posts over a connection of its own, without any SDK's leniency. */
export function post(url: string, body: unknown, headers: Record<string, string> = {}): RawRequest {
  const started = performance.now();
  const since = () => performance.now() - started;
  const reads: Buffer[] = [];
  const readsAfter: number[] = [];
  const waiting: { text: string; resolve: () => void }[] = [];
  const text = () => Buffer.concat(reads).toString('utf8');
  let headersCame: () => void = () => undefined;
  const came = new Promise<void>((resolve) => (headersCame = resolve));
  const sent = request(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const answer = new Promise<RawAnswer>((resolve) => {
    const done = (
      outcome: RawAnswer['outcome'],
      status?: number,
      received: IncomingHttpHeaders = {},
      headersAfter = since(),
    ) =>
      resolve({
        status,
        headers: received,
        body: Buffer.concat(reads),
        text: text(),
        reads,
        readsAfter,
        headersAfter,
        outcome,
      });
    sent.on('error', () => done('refused'));
    sent.on('response', (response) => {
      const headersAfter = since();
      headersCame();
      response.on('data', (read: Buffer) => {
        reads.push(read);
        readsAfter.push(since());
        for (const one of waiting) if (text().includes(one.text)) one.resolve();
      });
      response.on('error', () => undefined);
      response.on('close', () =>
        done(response.complete ? 'complete' : 'cut', response.statusCode, response.headers, headersAfter),
      );
    });
  });
  sent.end(typeof body === 'string' ? body : JSON.stringify(body));
  return {
    answer,
    has: (wanted) => new Promise((resolve) => waiting.push({ text: wanted, resolve })),
    headersCame: came,
    leave: () => sent.destroy(),
  };
}

/** Timers that would keep this process alive. */
export function openTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

/** A chat request with one user message. */
export function ask(text = 'hi', more: object = {}): object {
  return { model: 'gpt-4.1', messages: [{ role: 'user', content: text }], ...more };
}

/** The payloads of a stream's data lines. */
export function dataLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data: '))
    .map((line) => line.slice('data: '.length));
}

/** A chunk, a completion or an error, as it came. */
export interface Wire {
  readonly choices: readonly {
    readonly delta: { readonly content?: string };
    readonly message: { readonly content: string | null };
    readonly finish_reason: string | null;
  }[];
  readonly error: { readonly message: string; readonly param: string | null };
  readonly [field: string]: unknown;
}

export function parse(text: string | undefined): Wire {
  return JSON.parse(text ?? '') as Wire;
}

/** A stream's chunks; fails on a line that is not JSON. */
export function chunksIn(text: string): Wire[] {
  return dataLines(text)
    .filter((line) => line !== '[DONE]')
    .map(parse);
}

/** Data lines that are not JSON. */
export function brokenLines(text: string): string[] {
  return dataLines(text).filter((line) => line !== '[DONE]' && !isJson(line));
}

/** The text that a stream's well-formed chunks say, choice 0. */
export function saidIn(text: string): string {
  return dataLines(text)
    .filter((line) => line !== '[DONE]' && isJson(line))
    .map((line) => (parse(line).choices as Wire['choices'] | undefined)?.[0]?.delta.content ?? '')
    .join('');
}

/** All that an SDK's stream yields. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
