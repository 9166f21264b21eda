import type { ConversationKey, MemoryScope } from '@yychat/engine-core';
import { hash } from 'node:crypto';
import type { Owner } from '../facts/fact-store.js';

/**
 * Keys that two scopes never share, whatever their names are made of, and that tell an outside service nothing. mem0 refuses
 * whitespace in its own.
 */
const digest = (...parts: readonly string[]): string => hash('sha256', JSON.stringify(parts), 'base64url');

export const userKey = (tenant: string, user: string): string => `u_${digest(tenant, user)}`;

export const runKey = ({ tenant, conversationId }: ConversationKey): string =>
  `c_${digest(tenant, conversationId)}`;

/** Whose facts a message makes: what nobody in particular said belongs to its conversation alone. */
export function ownerOf({ user, ...key }: MemoryScope): Owner {
  const run = runKey(key);
  return { run, user: user === undefined ? `n_${run}` : userKey(key.tenant, user) };
}
