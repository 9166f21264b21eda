import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface AdminKey {
  readonly key: string;
  /** Made just now: to be shown, once. */
  readonly isNew: boolean;
}

/** The admin key kept in the data directory (mode 0600); made at the first start. There is never a default one. */
export function firstKey(dataDir: string): AdminKey {
  const file = join(dataDir, 'admin-key');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const key = `yk-${randomBytes(24).toString('base64url')}`;
  try {
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
    return { key, isNew: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const kept = readFileSync(file, 'utf8').trim();
  if (kept.length < 16) throw new Error(`${file} holds no key: delete it to have a new one made.`);
  return { key: kept, isNew: false };
}
