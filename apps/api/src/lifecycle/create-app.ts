import { fastifyCookie } from '@fastify/cookie';
import { MAX_ID_LENGTH, systemClock } from '@yychat/engine-core';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Logger } from 'pino';
import { AppModule } from '../app.module.js';
import { authenticateRequest } from '../auth/authentication.js';
import { serveDocs } from '../docs/serve-docs.js';
import { ErrorFilter } from '../errors/error.filter.js';
import { serveLegacy } from '../legacy/serve-legacy.js';
import { NestLogger } from '../logging/nest-logger.js';
import { parseJsonBody } from '../requests/json-body.js';
import { newRequestId } from '../requests/request-id.js';
import { refuseConnection, refuseUrl } from '../requests/unreadable-request.js';
import type { Settings } from '../settings/settings.js';
import { serveDashboard } from '../static/serve-dashboard.js';
import type { Service } from '../wiring/create-service.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** When it arrived, by the monotonic clock. */
    arrived: number;
  }
}

/** Milliseconds in which a request must have arrived whole. */
const REQUEST_TIMEOUT = 120_000;
/** Milliseconds; longer than the idle time of the usual load balancers, so that they close first. */
const KEEP_ALIVE = 75_000;

/** The HTTP and Socket.IO server over the service, not listening yet. */
export async function createApp(
  service: Service,
  settings: Settings,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: settings.BODY_LIMIT,
    trustProxy: settings.TRUST_PROXY,
    // Ids of conversations are the client's; the longest, percent-encoded, has about nine characters for each of its own.
    routerOptions: { maxParamLength: MAX_ID_LENGTH * 9 },
    requestTimeout: REQUEST_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE,
    forceCloseConnections: 'idle',
    genReqId: newRequestId,
    // Some HTTP clients offer an upgrade to HTTP/2 with every request; only Socket.IO has one to make.
    http: { shouldUpgradeCallback: ({ url }) => url?.startsWith('/socket.io/') === true },
    clientErrorHandler: refuseConnection,
    frameworkErrors: refuseUrl,
  });
  adapter.getInstance().removeAllContentTypeParsers();
  adapter
    .getInstance()
    .addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
      try {
        done(null, parseJsonBody(body));
      } catch (error) {
        done(error as Error);
      }
    });
  adapter.getInstance().decorateRequest('arrived', 0);
  adapter.getInstance().addHook('onRequest', (request, reply, done) => {
    request.arrived = systemClock.monotonic();
    reply.header('x-request-id', request.id);
    authenticateRequest(service, request, reply);
    done();
  });
  // Without its hook, which would read the cookies of every request.
  await adapter.getInstance().register(fastifyCookie, { hook: false });
  await serveDashboard(adapter.getInstance(), service.dashboardDir);
  serveLegacy(adapter.getInstance(), { hasDashboard: service.dashboardDir !== undefined, logger });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(service), adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    bodyParser: false,
  });
  app.useGlobalFilters(new ErrorFilter(logger));
  app.useWebSocketAdapter(new IoAdapter(app));
  serveDocs(app);
  return app;
}
