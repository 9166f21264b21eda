import { InvalidRequestError, MAX_ID_LENGTH, type ConversationKey } from '@yychat/engine-core';
import type { FastifyRequest } from 'fastify';
import { forbidden, principalOf } from '../auth/authentication.js';
import { mayAct } from '../auth/principal.js';

/**
 * The conversation that a request is about: of the key's tenant, or of the one that an admin names.
 * @throws InvalidRequestError naming the parameter; EngineError (403)
 */
export function conversationKey(id: string, query: unknown, request: FastifyRequest): ConversationKey {
  if (id.length > MAX_ID_LENGTH) {
    throw new InvalidRequestError(`Invalid value for 'id': at most ${MAX_ID_LENGTH} characters.`, 'id');
  }
  const principal = principalOf(request);
  const tenant = (query as Readonly<Record<string, unknown>>)['tenant'] ?? principal.tenant;
  if (typeof tenant !== 'string' || tenant === '') {
    throw new InvalidRequestError("Invalid value for 'tenant': expected one name.", 'tenant');
  }
  if (tenant !== principal.tenant && !mayAct(principal, 'admin')) throw forbidden('admin');
  return { tenant, conversationId: id };
}
