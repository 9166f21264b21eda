import { EngineError } from '@yychat/engine-core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { errorEnvelope } from '../errors/error-envelope.js';
import { sendError } from '../errors/send-error.js';

const reasons: Readonly<Record<string, { readonly status: number; readonly message: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request did not arrive in time.' },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    message: 'The headers of the request are larger than this server takes.',
  },
};
const malformed = { status: 400, message: 'The request is not valid HTTP.' };

/** Answers what Node could not read as a request, so that there is nothing but the connection. */
export function refuseConnection(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, message } = reasons[error.code ?? ''] ?? malformed;
  const body = JSON.stringify(errorEnvelope(unreadable(status, message)));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

/** Answers requests whose URL Fastify cannot read, before it looks for a route. */
export function refuseUrl(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id);
  sendError(reply, unreadable(400, 'The URL of the request is not valid.'));
}

function unreadable(status: number, message: string): EngineError {
  const code = status === 408 ? 'request_timeout' : 'invalid_request';
  return new EngineError(message, { status, code, type: 'invalid_request_error' });
}
