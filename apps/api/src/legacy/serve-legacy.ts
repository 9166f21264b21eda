import { EngineError, toEngineError, type Logger } from '@yychat/engine-core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from '../errors/send-error.js';
import { endedRoutes, renamedRoutes, type EndedRoute, type RenamedRoute } from './legacy-routes.js';

/** Since when the routes are deprecated: the first day of this implementation, 2026-11-22. Source: RFC 9745, 2.1. */
const DEPRECATED = '@1795305600';

export interface LegacyOptions {
  /** Whether `/` leads to a dashboard already. */
  readonly hasDashboard: boolean;
  readonly logger: Logger;
}

/**
 * Answers the routes of the Python YYChat that are none any more: with a redirect where another means the same, with 410 and what to use
 * now where none does. Those under `/v1/` need a key, as everything there. The log says that they are still asked for.
 */
export function serveLegacy(server: FastifyInstance, { hasDashboard, logger }: LegacyOptions): void {
  const answer = (route: RenamedRoute | EndedRoute) => ({
    url: route.path,
    // Before the body is read: it may be audio, or anything.
    onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
      const { id, method } = request;
      logger.info({ request_id: id, method, url: route.path }, 'a route of the Python YYChat was asked for');
      return 'advice' in route ? refuse(route, request, reply) : redirect(route, request, reply);
    },
    handler: () => undefined,
    errorHandler: (error: unknown, _: FastifyRequest, reply: FastifyReply) => {
      sendError(reply, toEngineError(error));
    },
  });
  for (const route of renamedRoutes) server.route({ method: 'GET', ...answer(route) });
  for (const route of endedRoutes) {
    const method = route.method === 'ALL' ? ['GET', 'POST', 'PUT', 'DELETE'] : route.method;
    server.route({ method, ...answer(route) });
  }
  if (!hasDashboard) server.get('/', () => welcome);
  server.addHook('onRoute', (route) => {
    if (route.url === SWITCH) route.onRequest = forgetTypeOfNothing;
  });
}

/** Takes the name of the engine from the query as well. */
const SWITCH = '/v1/engines/switch';

/** Clients of the Python YYChat say that they send JSON where they send no body at all; else there would be one to read. */
function forgetTypeOfNothing({ headers }: FastifyRequest, _: FastifyReply, done: () => void): void {
  const { 'content-length': length = '0', 'transfer-encoding': transfer } = headers;
  if (length === '0' && transfer === undefined) delete headers['content-type'];
  done();
}

const welcome = {
  message: 'YYChat, a chat service for any OpenAI client',
  docs: '/docs',
  health: '/readyz',
  api_endpoints: ['/v1/chat/completions', '/v1/models', '/v1/personalities'],
};

function redirect({ to }: RenamedRoute, { params }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const parameters = params as Readonly<Record<string, string>>;
  const target = to.replace(/:(\w+)/, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
  return deprecate(reply, target).redirect(target, 308);
}

function refuse({ path, to, advice }: EndedRoute, request: FastifyRequest, reply: FastifyReply): never {
  deprecate(reply, to);
  const asked = path.endsWith('*') ? request.url.split('?')[0] : path;
  throw new EngineError(
    `${request.method} ${asked ?? ''} was a route of the Python YYChat, and is gone. ${advice}`,
    {
      status: 410,
      code: to === undefined ? 'route_gone' : 'route_moved',
      type: 'invalid_request_error',
    },
  );
}

/** Source: RFC 9745 (Deprecation), RFC 5829 (successor-version). */
function deprecate(reply: FastifyReply, successor: string | undefined): FastifyReply {
  reply.header('deprecation', DEPRECATED);
  if (successor !== undefined) reply.header('link', `<${successor}>; rel="successor-version"`);
  return reply;
}
