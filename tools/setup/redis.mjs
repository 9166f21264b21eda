// A Redis server for the tests, which start and end their own: found, or installed where the system allows, or a message that says how.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages } from './apt.mjs';

/** What the tests look for as well: tools/services/src/redis/redis-binary.ts. */
const FOLDERS = ['/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin'];

function isThere() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...FOLDERS];
  return folders.some((folder) =>
    ['redis-server', 'valkey-server'].some((name) => existsSync(join(folder, name))),
  );
}

export function prepareRedis() {
  if (isThere()) return;
  process.stderr.write('Installing a Redis server for the tests (once) …\n');
  const trouble = installPackages(['redis-server']);
  if (!trouble && isThere()) return;
  process.stderr.write(
    'The tests need a Redis server, and it could not be installed. Install one yourself, so that "redis-server" or\n' +
      '"valkey-server" is on PATH: "sudo apt-get install redis-server", "sudo dnf install valkey", "brew install redis".\n' +
      (trouble ? `What went wrong: ${trouble}\n` : ''),
  );
}
