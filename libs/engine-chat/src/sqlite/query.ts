import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

type NamedValues = Record<string, SQLInputValue>;

/** A prepared statement whose rows are of a known shape. */
export class Query<Row> {
  readonly #statement: StatementSync;

  constructor(database: DatabaseSync, sql: string) {
    this.#statement = database.prepare(sql);
  }

  get(...values: SQLInputValue[]): Row | undefined {
    return this.#statement.get(...values) as Row | undefined;
  }

  all(...values: SQLInputValue[]): Row[] {
    return this.#statement.all(...values) as Row[];
  }

  /** @param values by the names of the statement's parameters, `$` included */
  allNamed(values: NamedValues): Row[] {
    return this.#statement.all(values) as Row[];
  }
}

/** A prepared statement that changes rows. */
export class Change {
  readonly #statement: StatementSync;

  constructor(database: DatabaseSync, sql: string) {
    this.#statement = database.prepare(sql);
  }

  /** @returns how many rows were changed */
  run(...values: SQLInputValue[]): number {
    return Number(this.#statement.run(...values).changes);
  }

  /** @param values by the names of the statement's parameters, `$` included */
  runNamed(values: NamedValues): number {
    return Number(this.#statement.run(values).changes);
  }

  /** @returns the key of the row that was inserted */
  insert(...values: SQLInputValue[]): number {
    return Number(this.#statement.run(...values).lastInsertRowid);
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A text column, read as `CAST(column AS BLOB)`: read as text, Node 22 cuts it at the character NUL. */
export const textOf = (column: Uint8Array): string => decoder.decode(column);
