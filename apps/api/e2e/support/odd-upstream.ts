import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** An upstream that does what no simulator would. */
export interface OddUpstream {
  readonly baseURL: string;
  /** Chat requests so far. */
  readonly requests: number;
  /** Bytes that have left for all who asked. */
  bytesSent(): number;
  close(): Promise<void>;
}

/** Starts a server whose answers to chat requests are the caller's own, byte by byte. Lists models like any other. */
export async function startOddUpstream(
  answer: (response: ServerResponse, body: string) => unknown,
): Promise<OddUpstream> {
  let requests = 0;
  const sockets = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.once('end', () => {
      if (request.method !== 'POST') return void response.end('{"object":"list","data":[]}');
      requests++;
      answer(response, body);
    });
  };
  const server = createServer(listener).on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get requests() {
      return requests;
    },
    bytesSent: () => [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One chunk of a stream that says `content`, as a server-sent event. */
export function chunkEvent(content: string, finishReason: string | null = null): string {
  const choice = { index: 0, delta: { content }, finish_reason: finishReason };
  const chunk = {
    id: 'chatcmpl-odd',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-4.1',
    choices: [choice],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

/** A whole answer, as JSON. */
export function completionJson(content: string): string {
  const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' };
  return JSON.stringify({
    id: 'chatcmpl-odd',
    object: 'chat.completion',
    created: 1,
    model: 'gpt-4.1',
    choices: [choice],
  });
}
