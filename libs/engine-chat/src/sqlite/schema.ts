/** Marks a file as a store of conversations in SQLite's header: "YYCh" in ASCII. */
export const APPLICATION_ID = 0x59594368;

/**
 * What brings a file from one version to the next; a file's `user_version` counts those that it has behind it. Only ever added to.
 *
 * Texts are kept covered by a key of their conversation (`word-cover.ts`), terms as hashes: deleting the key deletes the words.
 */
export const MIGRATIONS: readonly string[] = [
  `
  -- "user": whose alone it is. "latest": sequence of its last message. "analysis", "indexed": by which version of the analysis its
  -- postings were made, and of how many messages. Ids are never used twice, for what a deleted one had is cleared later.
  CREATE TABLE conversation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    user TEXT,
    shared INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    turns INTEGER NOT NULL,
    terms INTEGER NOT NULL,
    first_time REAL NOT NULL,
    last_time REAL NOT NULL,
    latest INTEGER NOT NULL,
    analysis INTEGER NOT NULL,
    indexed INTEGER NOT NULL,
    UNIQUE (tenant, name)
  ) STRICT;
  CREATE INDEX conversation_user ON conversation (tenant, user, latest) WHERE user IS NOT NULL;

  -- Rows are added at the end and overwritten with zeros in place, never removed: SQLite leaves copies of rows behind where it moves
  -- them between pages, even with secure_delete, and here it has no cause to.
  CREATE TABLE secret (conversation INTEGER PRIMARY KEY, key BLOB NOT NULL) STRICT;

  -- Stretches of 1,024 positions of a conversation. "sessions": those that begin in it, packed.
  CREATE TABLE chunk (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL,
    number INTEGER NOT NULL,
    sessions BLOB NOT NULL,
    UNIQUE (conversation, number)
  ) STRICT;

  -- "opens": the first of its turn.
  CREATE TABLE message (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL,
    position INTEGER NOT NULL,
    time REAL NOT NULL,
    opens INTEGER NOT NULL,
    turn TEXT NOT NULL,
    words BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX message_turn ON message (conversation, turn) WHERE opens = 1;

  -- id: chunk × 1,024 + place in the chunk. "facts" are missing until the message is indexed.
  CREATE TABLE place (id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, facts BLOB) STRICT;

  -- id: chunk × 2³² + hash of the term. One integer, for a recall looks up thousands.
  CREATE TABLE posting (id INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;

  CREATE TABLE tombstone (
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    time REAL NOT NULL,
    PRIMARY KEY (tenant, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tombstone_time ON tombstone (time);

  -- Deleted conversations of which there are still rows.
  CREATE TABLE remains (conversation INTEGER PRIMARY KEY) STRICT;

  CREATE TABLE model (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    cursor INTEGER NOT NULL,
    instance TEXT NOT NULL,
    lease_end REAL NOT NULL
  ) STRICT;
  CREATE TABLE embedding (id INTEGER PRIMARY KEY, vector BLOB NOT NULL) STRICT;

  -- The signs of an embedding's values, apart from the values: so a scan of a conversation reads an eighth of the bytes.
  CREATE TABLE outline (
    place INTEGER NOT NULL,
    model INTEGER NOT NULL,
    embedding INTEGER NOT NULL,
    signs BLOB NOT NULL,
    PRIMARY KEY (place, model)
  ) STRICT, WITHOUT ROWID;
  `,
];
