import type { QuotedSchema } from './schema-name.js';

/** Of pgvector: the first with the type `halfvec`. */
export const OLDEST_PGVECTOR = '0.7';

/**
 * Embeddings, and how far each model has come in the log. Two bytes a number are enough to rank by; the rows stay whole in their
 * pages, for every search reads all of its scope.
 * @param vectors the schema that pgvector is installed in
 */
export const createEmbeddingTables = (schema: QuotedSchema, vectors: string): string => `
create table ${schema}.models (
  id integer generated always as identity primary key,
  name text not null unique,
  -- The last message that it is done with, in the order of the log.
  era integer not null default 0,
  xid xid8 not null default '0',
  message bigint not null default 0,
  -- Who is given its messages, and until when.
  instance text,
  lease_end double precision
);

create table ${schema}.embeddings (
  conversation bigint not null,
  model integer not null,
  position integer not null,
  dimensions integer not null,
  embedding ${vectors}.halfvec not null,
  primary key (conversation, model, position)
) with (toast_tuple_target = 8160);

create function ${schema}.lease_model(_model text, _instance text, _now double precision, _lease double precision)
returns boolean language plpgsql as $$
#variable_conflict use_column
begin
  insert into ${schema}.models (name) values (_model) on conflict (name) do nothing;
  update ${schema}.models set instance = _instance, lease_end = _now + _lease
    where name = _model and (instance is null or instance = _instance or lease_end <= _now);
  return found;
end $$;

create function ${schema}.keep_embeddings(_model text, _ids bigint[], _vectors ${vectors}.vector[])
returns void language plpgsql as $$
#variable_conflict use_column
declare
  m ${schema}.models;
begin
  insert into ${schema}.models (name) values (_model) on conflict (name) do nothing;
  select * into m from ${schema}.models where name = _model for update;
  -- Whoever deletes waits at the row of the conversation; what is seen after this statement stays until the end.
  perform from ${schema}.conversations
    where id in (select conversation from ${schema}.messages where id = any(_ids)) order by id for key share;
  insert into ${schema}.embeddings as kept (conversation, model, position, dimensions, embedding)
    select conversation, m.id, position, ${vectors}.vector_dims(vector), vector::${vectors}.halfvec
    from unnest(_ids, _vectors) as given (id, vector) join ${schema}.messages using (id)
    where vector is not null
  on conflict (conversation, model, position) do update
    set dimensions = excluded.dimensions, embedding = excluded.embedding;
  -- Those that were deleted need no cursor to be passed over.
  update ${schema}.models set era = last.era, xid = last.xid, message = last.id
  from (
    select era, xid, id from ${schema}.messages where id = any(_ids) order by era desc, xid desc, id desc limit 1
  ) last
  where models.id = m.id and (last.era, last.xid, last.id) > (m.era, m.xid, m.message);
end $$;
`;
