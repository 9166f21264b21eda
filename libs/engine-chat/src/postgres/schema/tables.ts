import type { QuotedSchema } from './schema-name.js';

/**
 * Times are milliseconds since the epoch. The row of a conversation is what writers of it wait for each other at; it stays for a while
 * after a deletion, without messages.
 */
export const createTables = (schema: QuotedSchema): string => `
create table ${schema}.conversations (
  id bigint generated always as identity primary key,
  key uuid not null unique,
  tenant text not null,
  name text not null,
  -- The one user who has spoken in it; null where nobody has, or several have.
  owner uuid,
  shared boolean not null default false,
  turns integer not null default 0,
  messages integer not null default 0,
  -- Messages that the index has, from the first on, as which version of the analysis sees them; and their terms.
  analysis integer not null,
  indexed integer not null default 0,
  length bigint not null default 0,
  first_time double precision,
  last_time double precision,
  -- For each session the position of its first message and its time: int4 and float8, big-endian.
  sessions bytea not null default '',
  deleted double precision
);
create index conversations_by_owner on ${schema}.conversations (owner, last_time desc) where owner is not null;
create index conversations_deleted on ${schema}.conversations (deleted) where deleted is not null;

create table ${schema}.messages (
  id bigint generated always as identity primary key,
  conversation bigint not null,
  position integer not null,
  -- Messages become visible in the order of these two: see the entries of the log.
  era integer not null,
  xid xid8 not null default pg_current_xact_id(),
  turn text not null,
  role text not null,
  author text,
  speaker text,
  time double precision not null,
  text text not null,
  facts bytea not null,
  unique (conversation, position)
);
-- A hash, for a turn's id may be longer than an index can hold.
create index messages_by_turn on ${schema}.messages (conversation, hashtextextended(turn, 0));
create index messages_in_order on ${schema}.messages (era, xid, id);

-- A row grows at its end until its part of a chunk is full: kept whole in its page, with room beside it.
create table ${schema}.postings (
  conversation bigint not null,
  term text collate "C" not null,
  part integer not null,
  data bytea not null,
  primary key (conversation, term, part)
) with (fillfactor = 80, toast_tuple_target = 8160);
alter table ${schema}.postings alter column data set storage main;
`;
