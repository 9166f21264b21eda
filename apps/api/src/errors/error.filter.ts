import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { CancelledError, EngineError, toEngineError, type Logger } from '@yychat/engine-core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './send-error.js';

/** Answers requests that failed outside of a turn; a turn's own failures are told by its observers. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = reasonOf(exception, request);
    const { status, code, param } = error;
    const fields = {
      request_id: request.id,
      method: request.method,
      url: request.routeOptions.url,
      status,
      code,
      param,
    };
    // The message of an error may quote an upstream, a tool or the client: for debugging only.
    if (code === 'internal_error') this.logger.error({ ...fields, err: exception }, 'request failed');
    else if (status >= 500) this.logger.warn(fields, 'request failed');
    else this.logger.info(fields, 'request refused');
    this.logger.debug({ request_id: request.id, err: exception }, 'why the request failed');
    sendError(reply, error);
  }
}

function reasonOf(exception: unknown, request: FastifyRequest): EngineError {
  // The client broke off while it was still sending.
  if (request.raw.errored) return new CancelledError(exception);
  return exception instanceof HttpException ? fromHttp(exception, request) : toEngineError(exception);
}

/** What Nest and Fastify throw by themselves, mostly about requests that reach no route. */
function fromHttp(exception: HttpException, request: FastifyRequest): EngineError {
  const status = exception.getStatus();
  const known: Readonly<Record<number, { code: string; message?: string }>> = {
    400: { code: 'invalid_body', message: 'The body of the request could not be read as JSON.' },
    404: {
      code: 'unknown_url',
      message: `Unknown request URL: ${request.method} ${request.url.split('?')[0] ?? ''}`,
    },
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
