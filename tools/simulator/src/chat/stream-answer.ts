import { errorJson } from '../api-error.js';
import type { Behaviour } from '../behaviour.js';
import type { Exchange } from '../exchange.js';
import { answeredEarly } from '../plain-answer.js';
import type { StreamEvent } from './chunks.js';

const HALF_A_CHUNK =
  '{"id":"chatcmpl-broken","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"cont';

interface Fault {
  readonly after: number;
  /** @returns whether the stream goes on */
  readonly strike: () => Promise<boolean>;
}

/**
 * Sends a stream, at the pace and with the faults that a behaviour asks for.
 * @param gap - time between two chunks, ms
 */
export async function streamAnswer(
  exchange: Exchange,
  behaviour: Behaviour,
  events: Iterable<StreamEvent>,
  gap: number,
): Promise<void> {
  if (await answeredEarly(exchange, behaviour)) return;
  exchange.response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
  });
  exchange.response.flushHeaders();
  const send = (data: string) => sendEvent(exchange, behaviour, data);
  const faults = faultsOf(exchange, behaviour, send);
  let said = 0;
  const goesOn = async (point: number) => {
    for (let fault = faults[0]; fault && fault.after <= point; fault = faults[0]) {
      faults.shift();
      if (!(await fault.strike())) return false;
    }
    return true;
  };

  if (!(await goesOn(0))) return;
  await exchange.pause(behaviour.firstChunk ?? 0);
  for (const { kind, data } of events) {
    if (kind === 'finish' && !(await goesOn(Infinity))) return;
    if (kind === 'says' && said > 0) await exchange.pause(gap);
    await send(data);
    if (kind === 'says') {
      said += 1;
      if (!(await goesOn(said))) return;
    }
  }
  exchange.response.end();
}

async function sendEvent(exchange: Exchange, behaviour: Behaviour, data: string): Promise<void> {
  const eol = behaviour.crlf ? '\r\n' : '\n';
  const text = `${behaviour.comments ? `: keep-alive${eol}${eol}` : ''}data: ${data}${eol}${eol}`;
  await (behaviour.splitBytes === undefined
    ? exchange.write(text)
    : exchange.writeSplit(text, behaviour.splitBytes));
}

function faultsOf(exchange: Exchange, behaviour: Behaviour, send: (data: string) => Promise<void>): Fault[] {
  const { streamError, cut, end, malformed, silence } = behaviour;
  const finish = () => {
    exchange.response.end();
    return false;
  };
  const faults: Fault[] = [];
  const at = (point: { afterChunks: number } | undefined, strike: Fault['strike']) => {
    if (point) faults.push({ after: point.afterChunks, strike });
  };
  at(malformed, async () => {
    await send(malformed?.text ?? HALF_A_CHUNK);
    return true;
  });
  at(streamError, async () => {
    const message = streamError?.message ?? 'The server had an error while processing your request.';
    await send(errorJson({ message, type: 'server_error', param: null, code: null }));
    return finish();
  });
  at(typeof silence === 'object' ? silence : undefined, () => exchange.hold());
  at(cut, async () => {
    await exchange.drop();
    return false;
  });
  at(end, () => Promise.resolve(finish()));
  return faults.sort((one, other) => one.after - other.after);
}
