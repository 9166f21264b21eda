import { relative } from 'node:path';
import { fastifyStatic } from '@fastify/static';
import { EngineError } from '@yychat/engine-core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from '../errors/send-error.js';
import { pageHeaders } from './page-headers.js';

/** Where Vite puts what it names by its contents: such a file never changes. */
const HASHED = /^assets[\\/]/;
const YEAR = 'public, max-age=31536000, immutable';

/** What has a file extension is a file; every other path is a view that the page itself shows. */
const FILE = /\.[a-z0-9]+$/i;

/** The dashboard at `/dashboard/`, to which `/` leads; where it was not built, how to build it. */
export async function serveDashboard(server: FastifyInstance, directory: string | undefined): Promise<void> {
  if (directory === undefined) {
    const refuse = (_: FastifyRequest, reply: FastifyReply) => sendError(reply, notBuilt());
    server.get('/dashboard', refuse);
    server.get('/dashboard/*', refuse);
    return;
  }
  await server.register(fastifyStatic, {
    ...{ root: directory, serve: false, index: false, dotfiles: 'ignore', cacheControl: false },
    preCompressed: true,
    // Of what there is, not of what is missing.
    setHeaders: (reply, path) => {
      reply.header('cache-control', HASHED.test(relative(directory, path)) ? YEAR : 'no-cache');
    },
  });
  // What somebody looks at is in the query.
  const toDashboard = ({ url }: FastifyRequest, reply: FastifyReply) =>
    reply.redirect(url.replace(/^[^?]*/, '/dashboard/'));
  server.get('/', toDashboard);
  server.get('/dashboard', toDashboard);
  server.get<{ Params: { '*': string } }>('/dashboard/*', (request, reply) => {
    const path = request.params['*'];
    return reply.headers(pageHeaders).sendFile(FILE.test(path) ? path : 'index.html');
  });
}

function notBuilt(): EngineError {
  return new EngineError(
    'The dashboard is not built. Build it with "npm run build", and start the service again.',
    { status: 404, code: 'dashboard_not_built', type: 'not_found_error' },
  );
}
