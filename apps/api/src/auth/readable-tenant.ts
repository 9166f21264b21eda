import { InvalidRequestError } from '@yychat/engine-core';
import type { FastifyRequest } from 'fastify';
import { forbidden, principalOf } from './authentication.js';
import { mayAct } from './principal.js';

/**
 * Whose words a request is about: those of the key's tenant, or of the one that an admin names in `tenant`; undefined where an admin
 * names none.
 * @throws InvalidRequestError naming the parameter; EngineError (403)
 */
export function readableTenant(query: unknown, request: FastifyRequest): string | undefined {
  const principal = principalOf(request);
  const isAdmin = mayAct(principal, 'admin');
  const { tenant } = query as { readonly tenant?: unknown };
  if (tenant === undefined) return isAdmin ? undefined : principal.tenant;
  if (typeof tenant !== 'string' || tenant === '')
    throw new InvalidRequestError("Invalid value for 'tenant': expected one name.", 'tenant');
  if (tenant !== principal.tenant && !isAdmin) throw forbidden('admin');
  return tenant;
}
