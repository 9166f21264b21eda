import type { IncomingMessage } from 'node:http';
import { EngineError } from '@yychat/engine-core';
import type { FastifyRequest } from 'fastify';
import type { IsTrusted } from './trusted-proxies.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Keeps out requests that another site has the browser send, with a cookie that is not theirs. A page of another origin can send
 * no such header without being asked for it first, which nothing here answers.
 * @throws EngineError (403)
 */
export function refuseForged(request: FastifyRequest): void {
  if (SAFE.has(request.method)) return;
  if (request.headers['x-yychat-csrf'] !== '1')
    throw refused('A request with the cookie of a session must have the header "x-yychat-csrf: 1".');
  refuseForeign(request);
}

/** Keeps out requests of which the browser says that a page of another origin sent them. @throws EngineError (403) */
export function refuseForeign(request: FastifyRequest): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  const isForeign = site !== undefined && site !== 'same-origin';
  if (isForeign || (origin !== undefined && !isOrigin(origin, request.host))) throw refused(FOREIGN);
}

/** The same for a WebSocket, to which every browser says its origin. @throws EngineError (403) */
export function refuseForeignSocket(request: IncomingMessage, isTrusted: IsTrusted): void {
  const { origin, host } = request.headers;
  const forwarded = isTrusted(request.socket.remoteAddress ?? '')
    ? request.headers['x-forwarded-host']
    : undefined;
  const asked = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : host;
  if (origin === undefined || asked === undefined || !isOrigin(origin, asked)) throw refused(FOREIGN);
}

const FOREIGN =
  'This request comes from another origin than the service has. Behind a proxy that changes the Host header, set TRUST_PROXY.';

function isOrigin(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

function refused(message: string): EngineError {
  return new EngineError(message, { status: 403, code: 'cross_site_request', type: 'permission_error' });
}
