import { CHUNK_POSITIONS } from '../../recall/packed-postings.js';
import { PART_POSITIONS } from './parts.js';
import type { QuotedSchema } from './schema-name.js';

/** Locks the row of a conversation, and makes it where there is none; a sweep may remove it in between. */
const lockConversation = (schema: QuotedSchema, strength: 'update' | 'no key update'): string => `
  loop
    select * into c from ${schema}.conversations where key = _key for ${strength};
    exit when found;
    insert into ${schema}.conversations (key, tenant, name, analysis)
      values (_key, _tenant, _name, 0) on conflict (key) do nothing;
  end loop;`;

/** Puts postings of messages behind those that their parts have; the first two bytes of each are its place in the chunk, little-endian. */
const addPostings = (schema: QuotedSchema): string => `
create function ${schema}.add_postings(
  _conversation bigint, _from integer, _terms text[], _places integer[], _postings bytea
) returns void language plpgsql as $$
declare
  size integer := octet_length(_postings) / greatest(1, cardinality(_terms));
begin
  insert into ${schema}.postings as kept (conversation, term, part, data)
    select _conversation, t.term, t.position / ${PART_POSITIONS},
      string_agg(
        set_byte(set_byte(t.bytes, 0, t.position % ${CHUNK_POSITIONS} % 256), 1, t.position % ${CHUNK_POSITIONS} / 256),
        ''::bytea order by t.position
      )
    from (
      select term, _from + place as position, substring(_postings from (n::integer - 1) * size + 1 for size) as bytes
      from unnest(_terms, _places) with ordinality as given (term, place, n)
    ) t
    group by 2, 3 order by 2, 3
  on conflict (conversation, term, part) do update set data = kept.data || excluded.data;
end $$;
`;

/** One turn and its index, or nothing where it is known, or began before a deletion. */
const append = (schema: QuotedSchema): string => `
create function ${schema}.append(
  _key uuid, _tenant text, _name text, _owner uuid, _speaker text,
  _turn text, _begun double precision, _time double precision,
  _roles text[], _authors text[], _texts text[], _facts bytea[],
  _analysis integer, _length integer, _terms text[], _places integer[], _postings bytea,
  _pause double precision
) returns void language plpgsql as $$
#variable_conflict use_column
declare
  c ${schema}.conversations;
  is_indexed boolean;
  begins_session boolean;
begin
  ${lockConversation(schema, 'no key update')}
  if _begun <= c.deleted or exists (
    select from ${schema}.messages
    where conversation = c.id and hashtextextended(turn, 0) = hashtextextended(_turn, 0) and turn = _turn
  ) then
    return;
  end if;
  -- Behind a gap nothing can be put: who fills the gap goes on to the end.
  is_indexed := c.messages = 0 or (c.analysis = _analysis and c.indexed = c.messages);
  begins_session := c.last_time is null or _time - c.last_time > _pause;

  insert into ${schema}.messages (conversation, position, era, turn, role, author, speaker, time, text, facts)
    select c.id, c.messages + n - 1, (select era from ${schema}.state), _turn, role, author, _speaker, _time, text, facts
    from unnest(_roles, _authors, _texts, _facts) with ordinality as given (role, author, text, facts, n)
    order by n;
  if is_indexed then
    perform ${schema}.add_postings(c.id, c.messages, _terms, _places, _postings);
  end if;
  update ${schema}.conversations set
    owner = case when shared or owner <> _owner then null else coalesce(owner, _owner) end,
    shared = shared or coalesce(owner <> _owner, false),
    turns = turns + 1,
    messages = messages + cardinality(_texts),
    analysis = case when is_indexed then _analysis else analysis end,
    indexed = indexed + case when is_indexed then cardinality(_texts) else 0 end,
    length = length + case when is_indexed then _length else 0 end,
    first_time = coalesce(first_time, _time),
    last_time = _time,
    sessions = case when begins_session then sessions || int4send(messages) || float8send(_time) else sessions end
  where id = c.id;
end $$;
`;

/** Removes a conversation, and remembers that; forgets deletions that are older than anything can be that is still under way. */
const remove = (schema: QuotedSchema): string => `
create function ${schema}.remove(
  _key uuid, _tenant text, _name text, _now double precision, _remembered double precision
) returns integer language plpgsql as $$
#variable_conflict use_column
declare
  c ${schema}.conversations;
begin
  ${lockConversation(schema, 'update')}
  delete from ${schema}.messages where conversation = c.id;
  delete from ${schema}.postings where conversation = c.id;
  if to_regclass('${schema}.embeddings') is not null then
    delete from ${schema}.embeddings where conversation = c.id;
  end if;
  update ${schema}.conversations set
    owner = null, shared = false, turns = 0, messages = 0, indexed = 0, length = 0,
    first_time = null, last_time = null, sessions = '', deleted = greatest(deleted, _now)
  where id = c.id;

  with old as (
    select id from ${schema}.conversations
    where deleted < _now - _remembered order by deleted limit 100 for update skip locked
  ), swept as (
    delete from ${schema}.conversations using old where conversations.id = old.id and messages = 0
  )
  update ${schema}.conversations set deleted = null from old where conversations.id = old.id and messages > 0;
  return c.messages;
end $$;
`;

/** Empties the index of a conversation that was filled by an older version of the analysis. */
const restartIndex = (schema: QuotedSchema): string => `
create function ${schema}.restart_index(_conversation bigint, _analysis integer)
returns void language plpgsql as $$
#variable_conflict use_column
begin
  perform from ${schema}.conversations where id = _conversation and analysis < _analysis for no key update;
  if not found then
    return;
  end if;
  delete from ${schema}.postings where conversation = _conversation;
  update ${schema}.conversations set analysis = _analysis, indexed = 0, length = 0 where id = _conversation;
end $$;
`;

/** Goes on filling an index: false where another has, meanwhile, or the conversation is not what it was. */
const extendIndex = (schema: QuotedSchema): string => `
create function ${schema}.extend_index(
  _conversation bigint, _analysis integer, _from integer, _ids bigint[], _facts bytea[],
  _length integer, _terms text[], _places integer[], _postings bytea
) returns boolean language plpgsql as $$
#variable_conflict use_column
begin
  perform from ${schema}.conversations
    where id = _conversation and analysis = _analysis and indexed = _from for no key update;
  if not found or not exists (select from ${schema}.messages where id = _ids[1] and position = _from) then
    return false;
  end if;
  update ${schema}.messages m set facts = given.facts
    from unnest(_ids, _facts) as given (id, facts) where m.id = given.id;
  perform ${schema}.add_postings(_conversation, _from, _terms, _places, _postings);
  update ${schema}.conversations set indexed = indexed + cardinality(_ids), length = length + _length
    where id = _conversation;
  return true;
end $$;
`;

export const createFunctions = (schema: QuotedSchema): string =>
  [addPostings, append, remove, restartIndex, extendIndex].map((create) => create(schema)).join('\n');
