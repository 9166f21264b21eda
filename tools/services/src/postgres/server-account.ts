import { readFileSync } from 'node:fs';
import { PostgresMissingError } from './postgres-missing-error.js';

/** What `spawn` takes to run a child under another account; empty: under this one. */
export interface ServerAccount {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * PostgreSQL refuses to run as root: then an account without rights is taken.
 * @throws PostgresMissingError where there is none
 */
export function serverAccount(): ServerAccount {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find(([name]) => name === wanted) ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new PostgresMissingError('PostgreSQL refuses to run as root, and there is no account "postgres".');
}
