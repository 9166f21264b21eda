import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Behaviour } from '../behaviour.js';
import type { Ledger } from '../ledger.js';
import { stamp } from './clock.js';
import { completionBody, DONE, STREAM, usageFrame } from './frames.js';

const SSE = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform' };
const STREAMS = /"stream"\s*:\s*true/;
const WANTS_USAGE = /"include_usage"\s*:\s*true/;

/** A stream that is given. */
interface Stamped {
  readonly response: ServerResponse;
  readonly received: string;
  readonly chunks: number;
  readonly gap: number;
  readonly promptTokens: number;
  readonly withUsage: boolean;
}

/**
 * Answers chat requests for benchmarks: the body is searched, not parsed, and the answer is put together from
 * ready-made strings.
 * @param pace - the pace of the requests that begin now
 */
export function stampedChat(
  ledger: Ledger,
  pace: () => Behaviour,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    ledger.count('requests');
    const over = ledger.begin();
    response.once('close', () => {
      over();
      if (!response.writableFinished) ledger.count('aborted');
    });
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const received = stamp();
      const { latency = 0, chunks = 100, gap = 10 } = pace();
      const body = Buffer.concat(parts).toString('latin1');
      const promptTokens = body.length >> 2;
      const answer = STREAMS.test(body)
        ? () => {
            ledger.count('streams');
            stream({ response, received, chunks, gap, promptTokens, withUsage: WANTS_USAGE.test(body) });
          }
        : () => complete(response, received, promptTokens);
      if (latency <= 0) {
        answer();
        return;
      }
      const timer = setTimeout(answer, latency);
      response.once('close', () => clearTimeout(timer));
    });
  };
}

function complete(response: ServerResponse, received: string, promptTokens: number): void {
  const body = completionBody(` @R${received}@ @S${stamp()}@`, promptTokens);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body, 'latin1');
}

function stream({ response, received, chunks, gap, promptTokens, withUsage }: Stamped): void {
  const frames = withUsage ? STREAM.withUsage : STREAM.plain;
  const [before, after] = frames.chunk;
  const end = () => {
    const usage = withUsage ? usageFrame(promptTokens, chunks) : '';
    response.end(`${frames.finish}${usage}${DONE}`, 'latin1');
  };
  response.writeHead(200, SSE);
  response.write(`${frames.role}${before} @R${received}@ @S${stamp()}@${after}`, 'latin1');
  let sent = 1;
  const next = () => {
    sent += 1;
    return response.write(`${before} @S${stamp()}@${after}`, 'latin1');
  };
  if (gap > 0 && chunks > 1) {
    const timer = setInterval(() => {
      next();
      if (sent < chunks) return;
      clearInterval(timer);
      end();
    }, gap);
    response.once('close', () => clearInterval(timer));
    return;
  }
  const fill = () => {
    while (sent < chunks && !response.destroyed) {
      if (next()) continue;
      response.once('drain', fill);
      return;
    }
    if (!response.destroyed) end();
  };
  fill();
}
