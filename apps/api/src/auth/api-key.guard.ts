import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { EngineError } from '@yychat/engine-core';
import type { FastifyRequest } from 'fastify';
import { PUBLIC, ROLE } from './access.decorators.js';
import { KeyRing } from './key-ring.js';
import { mayAct, type Principal, type Role } from './principal.js';

const principals = new WeakMap<FastifyRequest, Principal>();

/** Who sent the request. @throws Error for a route that needs no key. */
export function principalOf(request: FastifyRequest): Principal {
  const principal = principals.get(request);
  if (principal === undefined) throw new Error('The route is public: nobody is known to have called it.');
  return principal;
}

/** Lets a request in by its key: 401 without a right one, 403 where its role does not reach. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: KeyRing,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (context.getType() !== 'http' || this.reflector.getAllAndOverride<boolean>(PUBLIC, targets))
      return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = authenticate(this.keys, request.headers.authorization);
    const role = this.reflector.getAllAndOverride<Role | undefined>(ROLE, targets) ?? 'client';
    if (!mayAct(principal, role)) throw forbidden(role);
    principals.set(request, principal);
    return true;
  }
}

/** @throws EngineError (401) */
export function authenticate(keys: KeyRing, authorization: string | undefined): Principal {
  if (authorization === undefined)
    throw unauthorized('You did not provide an API key: send it as "Authorization: Bearer KEY".');
  const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const principal = key === undefined ? undefined : keys.find(key);
  if (principal === undefined) throw unauthorized('Incorrect API key provided.');
  return principal;
}

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
