/** Marks a file as a store of alerts in SQLite's header: "YYAl" in ASCII. */
export const APPLICATION_ID = 0x5959416c;

/** What brings a file from one version to the next; its `user_version` counts those that it has behind it. Only ever added to. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE document (
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (collection, id)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE history (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    type TEXT NOT NULL,
    rule TEXT,
    incident TEXT,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX history_of_rule ON history (rule, sequence);
  CREATE INDEX history_of_incident ON history (incident, sequence);

  CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID, STRICT;
  INSERT INTO counter VALUES ('revision', 0), ('fence', 0);
  `,
];
