import type { MemoryScope } from '@yychat/engine-core';
import type { TurnKey } from '../recall/posting-source.js';
import { conversationKey } from './name-key.js';
import type { QuotedSchema } from './schema/schema-name.js';
import { IN_SCOPE, scopeValues } from './scope.js';

/** A row that belongs to one of the keys that were asked for. */
export interface KeyedRow {
  /** Which key: from 0. */
  readonly n: number;
}

export const KEYED_COLUMNS = 'n::integer - 1 as n';

/**
 * The messages that `keys` name, and the scope shows, as `m`: values are {@link keyedValues}.
 * @param reach messages on each side that belong to a key as well
 */
export const keyedTables = (schema: QuotedSchema, reach: number): string => `
  unnest($3::uuid[], $4::integer[]) with ordinality as keys (key, position, n)
  join ${schema}.conversations c on c.key = keys.key and ${IN_SCOPE}
  join ${schema}.messages m on m.conversation = c.id
    and m.position between keys.position - ${reach} and keys.position + ${reach}`;

export function keyedValues(scope: MemoryScope, keys: readonly TurnKey[]): unknown[] {
  const known = new Map<string, string>();
  const conversations = keys.map(({ conversationId }) => {
    const key = known.get(conversationId) ?? conversationKey(scope.tenant, conversationId);
    known.set(conversationId, key);
    return key;
  });
  return [...scopeValues(scope), conversations, keys.map(({ position }) => position)];
}
