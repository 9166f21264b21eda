import {
  chunkJson,
  type AnswerEvent,
  type AnswerIdentity,
  type ChatCompletionChunk,
  type EngineError,
  type Usage,
} from '@yychat/engine-core';
import type { FastifyReply } from 'fastify';
import type { OutgoingHttpHeaders } from 'node:http';
import { errorEnvelope } from '../errors/error-envelope.js';
import type { ClientConnection } from './client-connection.js';

/** Writes one answer as OpenAI's server-sent events. */
export class EventStream {
  readonly #reply: FastifyReply;
  readonly #client: ClientConnection;
  #identity: AnswerIdentity;
  #identified = false;
  #isFramed = false;
  #hasBegun = false;
  /** What goes out with the end of the stream. */
  #last = '';

  constructor(reply: FastifyReply, client: ClientConnection, identity: AnswerIdentity) {
    this.#reply = reply;
    this.#client = client;
    this.#identity = identity;
  }

  /**
   * Sends the headers that the reply has, and those of an event stream. The frames of the chunked encoding are written
   * here, each with its event in one piece and straight to the socket: Node writes the length, the data and the line
   * ends one by one, and a tick later, which is a good part of what relaying a chunk costs.
   */
  open(): void {
    const { raw } = this.#reply.hijack();
    this.#isFramed = this.#reply.request.raw.httpVersion === '1.1';
    raw.writeHead(200, {
      ...(this.#reply.getHeaders() as OutgoingHttpHeaders),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      ...(this.#isFramed && { 'transfer-encoding': 'chunked' }),
    });
    raw.chunkedEncoding = false;
  }

  /** Resolves at once while the client keeps up. */
  write(event: AnswerEvent): Promise<void> | undefined {
    if (!this.#identified && event.chunk !== undefined) this.#identify(event.chunk);
    return this.#send(chunkJson(event, this.#identity));
  }

  /** In one piece with the end, which comes right after it. */
  writeUsage(usage: Usage): void {
    const chunk = { ...this.#identity, object: 'chat.completion.chunk', choices: [], usage };
    this.#last = this.#frame(JSON.stringify(chunk));
  }

  /** Ends a stream that is complete. */
  done(): void {
    this.#end('[DONE]');
  }

  /** Ends a stream that is not: the error, and no `[DONE]`. */
  fail(error: EngineError): void {
    this.#end(JSON.stringify(errorEnvelope(error)));
  }

  #identify({ id, created, model }: ChatCompletionChunk): void {
    this.#identified = true;
    this.#identity = { id: id || this.#identity.id, created: created || this.#identity.created, model };
  }

  #send(data: string): Promise<void> | undefined {
    const { raw } = this.#reply;
    // The first frame takes the headers along; and what waits in the response for a slow client goes first.
    const direct = this.#isFramed && this.#hasBegun && raw.socket !== null && raw.writableLength === 0;
    this.#hasBegun = true;
    return (direct ? raw.socket : raw).write(this.#frame(data)) ? undefined : this.#client.drained();
  }

  #end(data: string): void {
    this.#reply.raw.end(`${this.#last}${this.#frame(data)}${this.#isFramed ? '0\r\n\r\n' : ''}`);
  }

  #frame(data: string): string {
    const event = `data: ${data}\n\n`;
    return this.#isFramed ? `${Buffer.byteLength(event).toString(16)}\r\n${event}\r\n` : event;
  }
}
