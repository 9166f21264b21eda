import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPostgresBinaries } from './postgres-binaries.js';
import { serverAccount } from './server-account.js';
import type { ServerAccount } from './server-account.js';

/** The files of one server. */
export interface Cluster {
  /** Holds `data` and `log`; owned by the account. */
  readonly folder: string;
  readonly binaries: string;
  readonly account: ServerAccount;
  readonly user: string;
  readonly password: string;
}

const run = promisify(execFile);

/**
 * Makes the files of a new server in a temporary folder.
 * @throws PostgresMissingError
 */
export async function createCluster(): Promise<Cluster> {
  const [binaries, account] = [findPostgresBinaries(), serverAccount()];
  const folder = mkdtempSync(join(tmpdir(), 'yychat-postgres-'));
  const [user, password] = ['tester', randomBytes(12).toString('hex')];
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    chownSync(folder, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  const settings = ['--no-sync', '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256'];
  const login = [`--username=${user}`, `--pwfile=${passwordFile}`];
  try {
    await run(join(binaries, 'initdb'), ['-D', join(folder, 'data'), ...settings, ...login], {
      ...account,
      cwd: '/',
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return { folder, binaries, account, user, password };
}
