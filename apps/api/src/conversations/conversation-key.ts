import { InvalidRequestError, MAX_ID_LENGTH, type ConversationKey } from '@yychat/engine-core';
import type { FastifyRequest } from 'fastify';
import { principalOf } from '../auth/authentication.js';
import { readableTenant } from '../auth/readable-tenant.js';

/**
 * The conversation that a request is about: of the key's tenant, or of the one that an admin names.
 * @throws InvalidRequestError naming the parameter; EngineError (403)
 */
export function conversationKey(id: string, query: unknown, request: FastifyRequest): ConversationKey {
  if (id.length > MAX_ID_LENGTH) {
    throw new InvalidRequestError(`Invalid value for 'id': at most ${MAX_ID_LENGTH} characters.`, 'id');
  }
  const tenant = readableTenant(query, request) ?? principalOf(request).tenant;
  return { tenant, conversationId: id };
}
