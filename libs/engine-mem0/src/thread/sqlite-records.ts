import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RecordsDatabase, Value } from './records-database.ts';
import { transaction } from './sqlite-transaction.ts';

/** Records in the file that also has the facts. The file is its owner's to close. */
export class SqliteRecords implements RecordsDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  run(sql: string, ...values: readonly Value[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return new Promise((resolve) => resolve(this.#all(sql, values)));
  }

  together(statements: readonly (readonly [sql: string, ...values: Value[]])[]): Promise<void> {
    return new Promise((resolve) => {
      transaction(this.#database, () => {
        for (const [sql, ...values] of statements) this.#all(sql, values);
      });
      resolve();
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #all(sql: string, values: readonly Value[]): Readonly<Record<string, unknown>>[] {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql.replaceAll(/\$(\d+)/g, '?$1'));
      this.#statements.set(sql, statement);
    }
    return statement.all(...values);
  }
}
