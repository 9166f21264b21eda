import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface AdminKey {
  readonly key: string;
  /** Made just now: to be shown, once. */
  readonly isNew: boolean;
}

/**
 * The admin key kept in the data directory (mode 0600); made at the first start. There is never a default one.
 * @throws Error that names the setting
 */
export function firstKey(dataDir: string): AdminKey {
  const file = join(dataDir, 'admin-key');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const made = make(file);
    if (made !== undefined) return { key: made, isNew: true };
    const kept = readFileSync(file, 'utf8').trim();
    if (kept.length >= 16) return { key: kept, isNew: false };
  } catch (error) {
    throw new Error(`YYCHAT_DATA_DIR: ${(error as Error).message}`, { cause: error });
  }
  throw new Error(`YYCHAT_DATA_DIR: ${file} holds no key: delete it to have a new one made.`);
}

/** Undefined where there is one already. */
function make(file: string): string | undefined {
  const key = `yk-${randomBytes(24).toString('base64url')}`;
  try {
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
}
