import type { DatabaseSync } from 'node:sqlite';

/**
 * Loads sqlite-vec, an optional peer (https://github.com/asg017/sqlite-vec), and lets nothing else be loaded after it.
 * @returns why it is missing; undefined where it is there
 */
export async function loadVectorExtension(database: DatabaseSync): Promise<string | undefined> {
  try {
    const { getLoadablePath } = await import('sqlite-vec');
    database.loadExtension(getLoadablePath());
    return undefined;
  } catch (error) {
    return `sqlite-vec cannot be loaded: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    database.enableLoadExtension(false);
  }
}
