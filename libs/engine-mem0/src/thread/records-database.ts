export type Value = string | number | null;

/** As much of a database as the records of the extraction need. Parameters are `$1`, `$2`, …; both kinds read that. */
export interface RecordsDatabase {
  /** Runs one statement. */
  run(sql: string, ...values: readonly Value[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Runs statements one after the other, all or none, and none of another instance's at the same time. */
  together(statements: readonly (readonly [sql: string, ...values: Value[]])[]): Promise<void>;
  close(): Promise<void>;
}
