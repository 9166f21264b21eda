import { EngineError } from '@yychat/engine-core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KeyRing } from './key-ring.js';
import type { Principal, Role } from './principal.js';
import { refuseForged } from './same-origin.js';
import { sessionTokenIn, setSessionCookie } from './session-cookie.js';
import type { Sessions } from './sessions.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Under `/v1/`, but open to whoever has no key. */
    isPublic?: boolean;
  }
}

const principals = new WeakMap<FastifyRequest, Principal>();

/**
 * Finds out who sent a request to a route under `/v1/`, before its body is read: by the key, else by the cookie of a session.
 * @throws EngineError (401, or 403 for a request that another site may have made the browser send)
 */
export function authenticateRequest(
  { keys, sessions }: { readonly keys: KeyRing; readonly sessions: Sessions },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  // The pattern of the route that was found: not what the client wrote, so there is no way around it.
  const { url, config } = request.routeOptions;
  if (url?.startsWith('/v1/') !== true || config.isPublic === true) return;
  const { authorization, cookie } = request.headers;
  const token = authorization === undefined ? sessionTokenIn(cookie) : undefined;
  const session = token === undefined ? undefined : sessions.find(token);
  if (session === undefined) {
    principals.set(request, authenticate(keys, authorization));
    return;
  }
  refuseForged(request);
  const renewed = sessions.renew(session);
  if (renewed !== undefined) setSessionCookie(reply, renewed);
  principals.set(request, session.principal);
}

/** Who sent the request. @throws EngineError (401) where no key was needed, and none is known */
export function principalOf(request: FastifyRequest): Principal {
  const principal = principals.get(request);
  if (principal === undefined) throw unauthorized(NO_KEY);
  return principal;
}

/** @throws EngineError (401) */
export function authenticate(keys: KeyRing, authorization: string | undefined): Principal {
  if (authorization === undefined) throw unauthorized(NO_KEY);
  const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const principal = key === undefined ? undefined : keys.find(key);
  if (principal === undefined) throw unauthorized('Incorrect API key provided.');
  return principal;
}

const NO_KEY = 'You did not provide an API key: send it as "Authorization: Bearer KEY".';

/** Nobody is known to have sent it. */
export function unauthorized(message: string): EngineError {
  return new EngineError(message, { status: 401, code: 'invalid_api_key', type: 'authentication_error' });
}

/** The role of the key does not reach. */
export function forbidden(role: Role): EngineError {
  return new EngineError(`This needs a key with the role "${role}".`, {
    status: 403,
    code: 'insufficient_role',
    type: 'permission_error',
  });
}
