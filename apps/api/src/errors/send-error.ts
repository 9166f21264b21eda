import { CancelledError, type EngineError } from '@yychat/engine-core';
import type { FastifyReply } from 'fastify';
import { errorEnvelope } from './error-envelope.js';

/** Answers with an error, in OpenAI's shape. An answer that has begun can only be broken off. */
export function sendError(reply: FastifyReply, error: EngineError): void {
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  // What is left of a body that is too large is read, and thrown away: a client cut off in the middle of sending it
  // would not see why.
  if (error.status === 413) reply.removeHeader('connection');
  // Who asks a server that goes should ask the next one on another connection.
  if (error instanceof CancelledError || error.code === 'shutting_down') reply.header('connection', 'close');
  if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter));
  if (error.status === 401) reply.header('www-authenticate', 'Bearer');
  void reply.status(error.status).send(errorEnvelope(error));
}
