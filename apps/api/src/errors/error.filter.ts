import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { CancelledError, EngineError, toEngineError, type Logger } from '@yychat/engine-core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorEnvelope } from './error-envelope.js';

/** Turns whatever was thrown into OpenAI's error shape. The one place that does. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = exception instanceof HttpException ? fromHttp(exception, request) : toEngineError(exception);
    if (error.code === 'internal_error') {
      this.logger.error({ err: exception, request_id: request.id }, 'request failed in an unforeseen way');
    }
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    if (error instanceof CancelledError) reply.header('connection', 'close');
    if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter));
    if (error.status === 401) reply.header('www-authenticate', 'Bearer');
    void reply.status(error.status).send(errorEnvelope(error));
  }
}

/** What Nest and Fastify throw by themselves, mostly about requests that reach no route. */
function fromHttp(exception: HttpException, request: FastifyRequest): EngineError {
  const status = exception.getStatus();
  const known: Readonly<Record<number, { code: string; message?: string }>> = {
    400: { code: 'invalid_body', message: `The body of the request is not valid JSON: ${exception.message}` },
    404: { code: 'unknown_url', message: `Unknown request URL: ${request.method} ${request.url.split('?')[0] ?? ''}` },
    408: { code: 'request_timeout', message: 'The request did not arrive in time.' },
    413: { code: 'request_too_large', message: 'The body of the request is larger than this server takes.' },
    415: { code: 'unsupported_media_type', message: 'The body of the request must be application/json.' },
  };
  const { code, message } = known[status] ?? { code: status < 500 ? 'invalid_request' : 'internal_error' };
  return new EngineError(message ?? (status < 500 ? exception.message : 'The server had an error.'), {
    status,
    code,
    type: status === 404 ? 'not_found_error' : status < 500 ? 'invalid_request_error' : 'server_error',
    cause: exception,
  });
}
