import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './eventually.js';
import { readSpans, type ReceivedSpan } from './otlp-spans.js';

/** A span and those below it. */
export interface SpanTree {
  readonly span: ReceivedSpan;
  /** By their start, those that start together by their name. */
  readonly children: readonly SpanTree[];
}

/** Takes traces by OTLP over HTTP with protobuf, as a collector does. */
export class OtlpCollector {
  readonly spans: ReceivedSpan[] = [];
  /** Of each export. */
  readonly headers: IncomingHttpHeaders[] = [];
  /** What exports are answered with. */
  status = 200;
  /** Whether exports are answered at all. */
  isSilent = false;
  exports = 0;
  #port = 0;

  readonly #server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.once('end', () => {
      this.exports++;
      this.headers.push(request.headers);
      if (this.isSilent) return;
      if (request.url !== '/v1/traces') return void response.writeHead(404).end();
      if (this.status === 200) this.spans.push(...readSpans(Buffer.concat(pieces)));
      response.writeHead(this.status, { 'content-type': 'application/x-protobuf' }).end();
    });
  });

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  static async start(): Promise<OtlpCollector> {
    const collector = new OtlpCollector();
    await new Promise<void>((resolve) => collector.#server.listen(0, '127.0.0.1', resolve));
    collector.#port = (collector.#server.address() as AddressInfo).port;
    return collector;
  }

  /** Waits for the trace of a turn. @param requestId as `x-request-id` says it */
  async traceOf(requestId: string): Promise<SpanTree> {
    const find = () => this.spans.find(({ attributes }) => attributes['yychat.request.id'] === requestId);
    await eventually(() => find() !== undefined, `the spans of ${requestId} have come`);
    return this.#tree(find()!);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /** All spans of a turn come in one export. */
  #tree(span: ReceivedSpan): SpanTree {
    const children = this.spans
      .filter(({ traceId, parentSpanId }) => traceId === span.traceId && parentSpanId === span.spanId)
      .sort((a, b) => (a.start === b.start ? a.name.localeCompare(b.name) : a.start < b.start ? -1 : 1));
    return { span, children: children.map((child) => this.#tree(child)) };
  }
}
