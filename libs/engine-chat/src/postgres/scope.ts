import type { MemoryScope } from '@yychat/engine-core';
import { CHUNK_POSITIONS } from '../recall/packed-postings.js';
import { conversationKey, userKey } from './name-key.js';
import type { QuotedSchema } from './schema/schema-name.js';

/** So many of a user's other conversations are looked through, those that were last spoken in. */
const MAX_CONVERSATIONS = 200;
/** So many messages are at most, in whole chunks, the newest of each: of the conversation itself, then of the others. */
const MAX_POSITIONS = 32_768;

/** Values for the parameters of {@link scopeTables} and {@link IN_SCOPE}. */
export const scopeValues = ({
  tenant,
  conversationId,
  user,
}: MemoryScope): [key: string, owner: string | null] => [
  conversationKey(tenant, conversationId),
  user === undefined ? null : userKey(tenant, user),
];

/** A condition for rows of `conversations c`: $1 and $2 are {@link scopeValues}. */
export const IN_SCOPE = '(c.key = $1::uuid or c.owner = $2::uuid)';

/** The table `scope`: rows of `conversations` with `first`, the position from which on they are looked through. */
export const scopeTables = (schema: QuotedSchema): string => `
  ranked as (
    select *, 0 as rank from ${schema}.conversations where key = $1::uuid and messages > 0
    union all
    select *, row_number() over (order by last_time desc) as rank from (
      select * from ${schema}.conversations where owner = $2::uuid and key <> $1::uuid and messages > 0
      order by last_time desc limit ${MAX_CONVERSATIONS}
    ) others
  ),
  scope as materialized (
    select *, (greatest(0, before + messages - ${MAX_POSITIONS}) + ${CHUNK_POSITIONS - 1})::integer
      / ${CHUNK_POSITIONS} * ${CHUNK_POSITIONS} as first
    from (
      select *, coalesce(sum(messages) over (
        order by rank rows between unbounded preceding and 1 preceding
      ), 0) as before from ranked
    ) counted
    where before < ${MAX_POSITIONS}
  )`;
