import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** As it came, for signatures. */
  readonly text: string;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- looked at field by field
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Whoever is told of alerts. */
export interface Receiver {
  /** Without a path. */
  readonly url: string;
  readonly received: readonly Received[];
  /** What it answers from now on; default 200 and `{}`. */
  answer: { readonly status: number; readonly text: string };
  close(): Promise<void>;
}

/** Starts a receiver of messages over HTTP. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const receiver = { answer: { status: 200, text: '{}' } };
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.once('end', () => {
      const { url = '/', headers } = request;
      received.push({ path: url, headers, text, body: JSON.parse(text), at: Date.now() });
      response.writeHead(receiver.answer.status).end(receiver.answer.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
