import type { DatabaseSync } from 'node:sqlite';

/** All of the work, or nothing. Throws what it throws. */
export function transaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    try {
      database.exec('ROLLBACK');
    } catch {
      // After some failures SQLite has rolled back by itself, and what matters is why.
    }
    throw error;
  }
}
