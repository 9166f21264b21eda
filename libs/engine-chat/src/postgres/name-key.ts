import { hash } from 'node:crypto';

/**
 * A name of any length and any characters as a UUID, 32 hexadecimal digits: the first 128 bits of SHA-256 of its parts. Rows are found
 * by it, for an index takes no long text, and no text takes every character.
 */
const nameKey = (...parts: readonly string[]): string => hash('sha256', JSON.stringify(parts)).slice(0, 32);

export const conversationKey = (tenant: string, conversationId: string): string =>
  nameKey('conversation', tenant, conversationId);

export const userKey = (tenant: string, user: string): string => nameKey('user', tenant, user);
