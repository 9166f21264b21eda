import { EngineError } from '@yychat/engine-core';
import type { FastifyRequest } from 'fastify';
import type { KeyRing } from './key-ring.js';
import type { Principal, Role } from './principal.js';

const principals = new WeakMap<FastifyRequest, Principal>();

/**
 * Finds out who sent a request to a route under `/v1/`, before its body is read.
 * @throws EngineError (401)
 */
export function authenticateRequest(keys: KeyRing, request: FastifyRequest): void {
  // The pattern of the route that was found: not what the client wrote, so there is no way around it.
  if (request.routeOptions.url?.startsWith('/v1/') !== true) return;
  principals.set(request, authenticate(keys, request.headers.authorization));
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

function unauthorized(message: string): EngineError {
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
