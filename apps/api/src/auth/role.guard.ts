import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { forbidden, principalOf } from './authentication.js';
import { MINIMUM_ROLE } from './minimum-role.decorator.js';
import { mayAct, type Role } from './principal.js';

/** Keeps out whose role does not reach: 403. Who has no right key did not come this far. */
@Injectable()
export class RoleGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    const role = this.reflector.getAllAndOverride<Role | undefined>(MINIMUM_ROLE, targets);
    if (role === undefined || context.getType() !== 'http') return true;
    if (!mayAct(principalOf(context.switchToHttp().getRequest<FastifyRequest>()), role))
      throw forbidden(role);
    return true;
  }
}
